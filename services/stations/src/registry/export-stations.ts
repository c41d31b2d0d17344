import { Inject, Injectable } from '@nestjs/common';
import { type ExportStations, ok, type Outcome } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { operatorRefusal } from '../domain/may-change';
import { StationStore } from '../station.store';
import { writeStationsFile } from '../stations-file/write-stations-file';

/** All stations as a stations file; importing it changes nothing. */
@Injectable()
export class ExportStationsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
  ) {}

  async handle({ author }: ExportStations): Promise<Outcome<{ yaml: string }>> {
    const refusal = operatorRefusal(author, '*');
    return refusal ?? ok({ yaml: writeStationsFile(await this.stations.all(this.database)) });
  }
}
