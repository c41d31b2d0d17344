import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';

const AUTHOR = { subject: 'calendar', name: 'Kalenderen' };

/** On the day that a station or container was to move, its snapshot says so; a change that moves nothing isn't one. */
@Injectable()
export class SwitchLocations {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
  ) {}

  async handle(): Promise<void> {
    const stations = await this.stations.all(this.database);
    const dated = stations.filter(({ locations, containers }) => locations ?? containers.some((one) => one.locations));
    for (const { stationId } of dated) {
      await this.database.transaction(async (tx) => {
        const before = await this.stations.lock(tx, stationId);
        if (before)
          await this.changes.record(tx, { author: AUTHOR, action: 'moved_as_planned', before, after: before });
      });
    }
  }
}
