import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { ScaleRegistry } from './scale-registry';
import { ScaleStore } from './scale.store';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** Takes over a station's snapshot: the scales that are listened to, and visits that had no scale until now. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(ScaleStore) private readonly scales: ScaleStore,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighingRun) private readonly weighing: WeighingRun,
    @Inject(ScaleRegistry) private readonly registry: ScaleRegistry,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(tx: Transaction, station: StationChanged): Promise<void> {
    if (!(await this.scales.keep(tx, station, this.clock.now()))) return;
    await this.due.markUnweighed(tx, station.stationId);
    tx.afterCommit(() => {
      this.registry.changed();
      this.weighing.wake();
    });
  }
}
