import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ListScaleReadings, type Outcome, type ScaleReading } from '@selvbetjent/contracts';
import { ListScaleReadingsHandler } from './list-scale-readings';

@Controller()
export class ScaleReadingResponder {
  constructor(@Inject(ListScaleReadingsHandler) private readonly readings: ListScaleReadingsHandler) {}

  @MessagePattern(ListScaleReadings)
  list(@Payload() request: ListScaleReadings): Promise<Outcome<ScaleReading[]>> {
    return this.readings.handle(request);
  }
}
