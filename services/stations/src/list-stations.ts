import { Inject, Injectable } from '@nestjs/common';
import { type ListStations, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { StationStore } from './station.store';

/** All stations, or one of them, as their newest snapshots; an unknown one gives none. */
@Injectable()
export class ListStationsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
  ) {}

  async handle({ stationId }: ListStations): Promise<StationChanged[]> {
    if (stationId === undefined) return this.stations.all(this.database);
    const station = await this.stations.find(this.database, stationId);
    return station ? [station] : [];
  }
}
