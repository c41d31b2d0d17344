import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type AlarmView, ListAlarms, ok, type Outcome } from '@selvbetjent/contracts';
import { ListAlarms as ListAlarmsUseCase } from './list-alarms';

@Controller()
export class AlarmResponder {
  constructor(@Inject(ListAlarmsUseCase) private readonly list: ListAlarmsUseCase) {}

  @MessagePattern(ListAlarms)
  async alarms(@Payload() request: ListAlarms): Promise<Outcome<AlarmView[]>> {
    return ok(await this.list.execute(request));
  }
}
