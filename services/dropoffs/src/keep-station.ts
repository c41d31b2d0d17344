import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { ScaleRegistry } from './scale-registry';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** Takes over a station's snapshot: the scales to listen to, and visits that had none to weigh them until now. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ScaleRegistry) private readonly registry: ScaleRegistry,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighingRun) private readonly weighing: WeighingRun,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Keeping the same snapshot again changes nothing. */
  async handle(station: StationChanged): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.registry.keep(tx, station, this.clock.now()))) return;
      await this.due.markUnweighed(tx, station.stationId);
      tx.afterCommit(() => this.weighing.wake());
    });
  }
}
