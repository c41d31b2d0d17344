import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { VisitClosed, VisitOpened, VisitWithdrawn } from '@selvbetjent/contracts';
import { CountVisit } from './count-visit';
import { copyOfClosed, copyOfOpened, copyOfWithdrawn } from './fact-copies';

@Controller()
export class VisitConsumer {
  constructor(@Inject(CountVisit) private readonly countVisit: CountVisit) {}

  @EventPattern(VisitOpened)
  onOpened(@Payload() fact: VisitOpened): Promise<void> {
    return this.countVisit.handle(copyOfOpened(fact));
  }

  @EventPattern(VisitClosed)
  onClosed(@Payload() fact: VisitClosed): Promise<void> {
    return this.countVisit.handle(copyOfClosed(fact));
  }

  @EventPattern(VisitWithdrawn)
  onWithdrawn(@Payload() fact: VisitWithdrawn): Promise<void> {
    return this.countVisit.handle(copyOfWithdrawn(fact));
  }
}
