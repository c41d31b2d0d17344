import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AlarmView, ListAlarms, ListScaleAlarms, type ScaleAlarmView } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { AlertsQuery } from './figures.dto';

@ApiTags('operation')
@Controller('api')
export class AlertController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /**
   * What somebody should look after, newest first: of doors and stations (`access`) and of scales (`dropoffs`); of one station, or of all
   * for those who are responsible for all.
   */
  @ForStaff()
  @Get('alerts')
  async alerts(@Query() { station, standing, ...page }: AlertsQuery): Promise<(AlarmView | ScaleAlarmView)[]> {
    const question = { ...page, stationId: station, ...(standing && { standing: standing === 'true' }) };
    const [ofDoors, ofScales] = await Promise.all([
      this.requests.ask(ListAlarms, question),
      this.requests.ask(ListScaleAlarms, question),
    ]);
    const all = [...answer(ofDoors), ...answer(ofScales)];
    return all.sort((one, other) => Date.parse(other.raisedAt) - Date.parse(one.raisedAt)).slice(0, page.limit);
  }
}
