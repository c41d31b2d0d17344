import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DropOffRecorded } from '@selvbetjent/contracts';
import { Delivery } from '@selvbetjent/messaging';
import { CountDropOff } from './count-drop-off';

@Controller()
export class DropOffConsumer {
  constructor(@Inject(CountDropOff) private readonly countDropOff: CountDropOff) {}

  @EventPattern(DropOffRecorded)
  onRecorded(@Payload() fact: DropOffRecorded, @Ctx() delivery: Delivery): Promise<void> {
    return this.countDropOff.handle(fact, delivery);
  }
}
