import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ScaleCovered } from '@selvbetjent/contracts';
import { CountScaleHour } from './count-scale-hour';

@Controller()
export class ScaleConsumer {
  constructor(@Inject(CountScaleHour) private readonly countScaleHour: CountScaleHour) {}

  @EventPattern(ScaleCovered)
  onCovered(@Payload() fact: ScaleCovered): Promise<void> {
    return this.countScaleHour.handle(fact);
  }
}
