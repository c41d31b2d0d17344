import { type DropOffRecorded } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { ActivityStore } from './activity.store';
import { AttemptStore } from './attempt.store';
import { tallyWeighing } from './domain/weighing-tally';
import { EntryStore } from './entry.store';
import { type ReadModelTables } from './read-model-tables';
import { ScaleHourStore } from './scale-hour.store';
import { StationStore } from './station.store';
import { SumStore } from './sum.store';
import { VisitStore } from './visit.store';

/** One copy of everything that reports are made of: the live one, or the one that is built beside it. */
export class ReadModel {
  readonly entries: EntryStore;
  readonly sums: SumStore;
  readonly visits: VisitStore;
  readonly attempts: AttemptStore;
  readonly stations: StationStore;
  readonly scaleHours: ScaleHourStore;
  readonly activities: ActivityStore;

  constructor(readonly tables: ReadModelTables) {
    this.entries = new EntryStore(tables);
    this.sums = new SumStore(tables);
    this.visits = new VisitStore(tables);
    this.attempts = new AttemptStore(tables);
    this.stations = new StationStore(tables);
    this.scaleHours = new ScaleHourStore(tables);
    this.activities = new ActivityStore(tables);
  }

  /** Takes in a ledger row and brings every sum in line with it, once; in any order. */
  async count(tx: Transaction, entry: DropOffRecorded): Promise<void> {
    const { weighingId, stationId, containerId } = entry;
    await this.entries.lockWeighing(tx, weighingId);
    const before = tallyWeighing(await this.entries.ofWeighing(tx, weighingId));
    if (!(await this.entries.add(tx, entry))) return;
    const after = tallyWeighing(await this.entries.ofWeighing(tx, weighingId));
    await this.sums.addGrams(tx, entry);
    for (const count of before.dropOffs) await this.sums.addDropOffs(tx, stationId, count, -1);
    for (const count of after.dropOffs) await this.sums.addDropOffs(tx, stationId, count, 1);
    if (after.spread) await this.sums.markSpread(tx, weighingId);
    const [doubted, doubtful] = [new Set(before.doubtedVisitIds), new Set(after.doubtedVisitIds)];
    for (const visitId of [...new Set([...doubted, ...doubtful])].sort()) {
      const by = Number(doubtful.has(visitId)) - Number(doubted.has(visitId));
      if (by !== 0) await this.visits.doubt(tx, { visitId, stationId, containerId }, by > 0 ? 1 : -1);
    }
  }
}
