import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
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
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const situation = await this.situation.read(this.clock.now());
    const { raise, clear } = alarmChanges(await this.alarms.standing(), situation);
    for (const cause of raise) await this.database.transaction((tx) => this.tell.raise(tx, cause));
    for (const alarm of clear) await this.database.transaction((tx) => this.tell.clear(tx, alarm));
  }
}
