import { Inject, Injectable } from '@nestjs/common';
import { type AlarmView, type ListAlarms as Question } from '@selvbetjent/contracts';
import { AlarmStore } from './alarm.store';

/** What staff and operators may read of alarms. */
@Injectable()
export class ListAlarms {
  constructor(@Inject(AlarmStore) private readonly alarms: AlarmStore) {}

  execute({ stationId, standing, before, limit }: Question): Promise<AlarmView[]> {
    return this.alarms.list({
      stationId: stationId ?? null,
      standingOnly: standing ?? false,
      before: before ? new Date(before) : null,
      limit,
    });
  }
}
