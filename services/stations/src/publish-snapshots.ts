import { Inject, Injectable } from '@nestjs/common';
import { StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { StationStore } from './station.store';

/** Tells every station again as it is, so that readers know that they still hear us, and find all in a new JetStream. */
@Injectable()
export class PublishSnapshots {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** One transaction per station, locked as a change locks it: an old snapshot never follows a newer one. */
  async handle(): Promise<void> {
    for (const { stationId } of await this.stations.all(this.database)) {
      await this.database.transaction(async (tx) => {
        const station = await this.stations.lock(tx, stationId);
        if (station) await this.outbox.append(tx, StationChanged, station);
      });
    }
  }
}
