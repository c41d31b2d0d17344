import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { StationStore } from './station.store';

/** Replaces our copy of a station unless it is newer. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(station: StationChanged): Promise<void> {
    await this.database.transaction((tx) => this.stations.keep(tx, station, this.clock.now()));
  }
}
