import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { StationStore } from './station.store';

/** All stations as their newest snapshots, by id. */
@Injectable()
export class ListStationsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
  ) {}

  handle(): Promise<StationChanged[]> {
    return this.stations.all(this.database);
  }
}
