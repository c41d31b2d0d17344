import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ListScaleAlarms, ok, type Outcome, type ScaleAlarmView } from '@selvbetjent/contracts';
import { ListScaleAlarmsHandler } from './list-scale-alarms';

@Controller()
export class ScaleAlarmResponder {
  constructor(@Inject(ListScaleAlarmsHandler) private readonly listing: ListScaleAlarmsHandler) {}

  @MessagePattern(ListScaleAlarms)
  async list(@Payload() request: ListScaleAlarms): Promise<Outcome<ScaleAlarmView[]>> {
    return ok(await this.listing.handle(request));
  }
}
