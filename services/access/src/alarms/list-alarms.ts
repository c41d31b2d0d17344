import { Inject, Injectable } from '@nestjs/common';
import { type AlarmView, type ListAlarms } from '@selvbetjent/contracts';
import { AlarmStore } from './alarm.store';

/** What staff and operators may read of alarms. */
@Injectable()
export class ListAlarmsHandler {
  constructor(@Inject(AlarmStore) private readonly alarms: AlarmStore) {}

  handle({ stationId, standing, before, limit }: ListAlarms): Promise<AlarmView[]> {
    return this.alarms.list({
      stationId: stationId ?? null,
      standingOnly: standing ?? false,
      before: before ? new Date(before) : null,
      limit,
    });
  }
}
