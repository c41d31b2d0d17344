import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { alarmChanges } from '../domain/alarms';
import { AlarmSituation } from './alarm-situation';
import { AlarmStore } from './alarm.store';
import { TellAlarm } from './tell-alarm';

/** Raises and clears what time or the doors have made so since the last look; a restart forgets nothing and repeats nothing. */
@Injectable()
export class WatchAlarms {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AlarmSituation) private readonly situation: AlarmSituation,
    @Inject(AlarmStore) private readonly alarms: AlarmStore,
    @Inject(TellAlarm) private readonly tell: TellAlarm,
  ) {}

  async execute(): Promise<void> {
    const { raise, clear } = alarmChanges(await this.alarms.standing(), await this.situation.read());
    for (const cause of raise) await this.database.transaction((tx) => this.tell.raise(tx, cause));
    for (const alarm of clear) await this.database.transaction((tx) => this.tell.clear(tx, alarm));
  }
}
