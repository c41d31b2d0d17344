import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { VisitClosed, VisitWithdrawn } from '@selvbetjent/contracts';
import { CountVisit } from './count-visit';

@Controller()
export class VisitConsumer {
  constructor(@Inject(CountVisit) private readonly countVisit: CountVisit) {}

  @EventPattern(VisitClosed)
  onClosed(@Payload() { visitId, stationId, containerId, revision, closedAt }: VisitClosed): Promise<void> {
    return this.countVisit.handle({ visitId, stationId, containerId, revision, closedAt, withdrawn: false });
  }

  @EventPattern(VisitWithdrawn)
  onWithdrawn(@Payload() { visitId, stationId, containerId, revision }: VisitWithdrawn): Promise<void> {
    return this.countVisit.handle({ visitId, stationId, containerId, revision, closedAt: null, withdrawn: true });
  }
}
