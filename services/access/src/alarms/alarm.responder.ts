import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type AlarmView, ListAlarms, ok, type Outcome } from '@selvbetjent/contracts';
import { ListAlarmsHandler } from './list-alarms';

@Controller()
export class AlarmResponder {
  constructor(@Inject(ListAlarmsHandler) private readonly listing: ListAlarmsHandler) {}

  @MessagePattern(ListAlarms)
  async alarms(@Payload() request: ListAlarms): Promise<Outcome<AlarmView[]>> {
    return ok(await this.listing.handle(request));
  }
}
