import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AlarmView, ListAlarms, ListScaleAlarms, type Outcome, type ScaleAlarmView } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { AlertsQuery } from './figures.dto';

/** Stands in the list for the alarms of an owner that doesn't answer, so that nobody takes its silence for calm. */
export interface UnknownAlarms {
  /** Of the owner and the station. */
  alarmId: string;
  kind: 'doors_unknown' | 'scales_unknown';
  /** The station that was asked for; empty when all were. */
  stationId: string;
  containerId: null;
  since: string;
  raisedAt: string;
  clearedAt: null;
}

type Alert = AlarmView | ScaleAlarmView | UnknownAlarms;

@ApiTags('operation')
@Controller('api')
export class AlertController {
  constructor(
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * What somebody should look after, newest first: of doors and stations (`access`) and of scales (`dropoffs`); of one station, or of all
   * for those who are responsible for all. When one of the two doesn't answer, `doors_unknown` or `scales_unknown` stands first instead of
   * its alarms; when neither does, the answer is 503.
   */
  @ForStaff()
  @Get('alerts')
  async alerts(@Query() { station, standing, ...page }: AlertsQuery): Promise<Alert[]> {
    const question = { ...page, stationId: station, ...(standing && { standing: standing === 'true' }) };
    const [ofDoors, ofScales] = await Promise.all([
      this.requests.ask(ListAlarms, question),
      this.requests.ask(ListScaleAlarms, question),
    ]);
    if (ofDoors.outcome === 'temporary' && ofScales.outcome === 'temporary') return answer(ofDoors);
    const all: Alert[] = [
      ...this.alertsOf(ofDoors, 'doors', station ?? ''),
      ...this.alertsOf(ofScales, 'scales', station ?? ''),
    ];
    return all.sort((one, other) => Date.parse(other.raisedAt) - Date.parse(one.raisedAt)).slice(0, page.limit);
  }

  private alertsOf<T extends Alert>(
    outcome: Outcome<T[]>,
    part: 'doors' | 'scales',
    stationId: string,
  ): (T | UnknownAlarms)[] {
    if (outcome.outcome !== 'temporary') return answer(outcome);
    const now = this.clock.now().toISOString();
    const unknown = {
      alarmId: [part, 'unknown', stationId].filter(Boolean).join('-'),
      kind: `${part}_unknown`,
    } as const;
    return [{ ...unknown, stationId, containerId: null, since: now, raisedAt: now, clearedAt: null }];
  }
}
