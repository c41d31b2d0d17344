import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { StationStore } from './station.store';

/** Replaces our copy of a station unless it is newer; the same revision again proves the contact. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  execute(station: StationChanged): Promise<void> {
    return this.database.transaction((tx) => this.stations.keep(tx, station, this.clock.now()));
  }
}
