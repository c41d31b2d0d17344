import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AlarmView, ListAlarms } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { AlertsQuery } from './figures.dto';

@ApiTags('operation')
@Controller('api')
export class AlertController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** What somebody should look after, newest first: of one station, or of all for those who are responsible for all. */
  @ForStaff()
  @Get('alerts')
  async alerts(@Query() { station, standing, ...page }: AlertsQuery): Promise<AlarmView[]> {
    const question = { ...page, stationId: station, ...(standing && { standing: standing === 'true' }) };
    return answer(await this.requests.ask(ListAlarms, question));
  }
}
