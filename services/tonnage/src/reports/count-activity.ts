import { Inject, Injectable } from '@nestjs/common';
import { type ActivityRecorded } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { ActivityStore } from './activity.store';

/** Takes an activity into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountActivity {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityStore) private readonly activities: ActivityStore,
  ) {}

  async handle(activity: ActivityRecorded): Promise<void> {
    await this.database.transaction((tx) => this.activities.keep(tx, activity));
  }
}
