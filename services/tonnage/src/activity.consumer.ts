import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ActivityRecorded } from '@selvbetjent/contracts';
import { CountActivity } from './count-activity';

@Controller()
export class ActivityConsumer {
  constructor(@Inject(CountActivity) private readonly countActivity: CountActivity) {}

  @EventPattern(ActivityRecorded)
  onRecorded(@Payload() fact: ActivityRecorded): Promise<void> {
    return this.countActivity.handle(fact);
  }
}
