import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { ReadModel } from './read-model';

/** Replaces our copy of a station unless it is newer. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReadModel) private readonly model: ReadModel,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(station: StationChanged): Promise<void> {
    await this.database.transaction((tx) => this.model.stations.keep(tx, station, this.clock.now()));
  }
}
