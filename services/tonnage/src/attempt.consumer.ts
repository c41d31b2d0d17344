import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { AttemptRefused, DoorUnlocked } from '@selvbetjent/contracts';
import { CountAttempt } from './count-attempt';
import { copyOfRefused, copyOfUnlocked } from './fact-copies';

@Controller()
export class AttemptConsumer {
  constructor(@Inject(CountAttempt) private readonly countAttempt: CountAttempt) {}

  @EventPattern(DoorUnlocked)
  onUnlocked(@Payload() fact: DoorUnlocked): Promise<void> {
    return this.countAttempt.handle(copyOfUnlocked(fact));
  }

  @EventPattern(AttemptRefused)
  onRefused(@Payload() fact: AttemptRefused): Promise<void> {
    return this.countAttempt.handle(copyOfRefused(fact));
  }
}
