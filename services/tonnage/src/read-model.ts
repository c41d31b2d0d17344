import { type DropOffRecorded, type ScaleCovered, type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { ActivityStore } from './activity.store';
import { AttemptStore } from './attempt.store';
import { changedDates, keptUntil, openYears } from './domain/kept-days';
import { tallyWeighing } from './domain/weighing-tally';
import { EntryStore } from './entry.store';
import { OpenDayStore } from './open-day.store';
import { type ReadModelTables } from './read-model-tables';
import { readOpenDays } from './read-open-days';
import { ScaleHourStore } from './scale-hour.store';
import { StationStore } from './station.store';
import { SumStore } from './sum.store';
import { VisitStore } from './visit.store';

/**
 * One copy of everything that reports are made of: the live one, or the one that is built beside it. Its methods and those of its stores are
 * for callers that see to it that one transaction at a time changes a station.
 */
export class ReadModel {
  readonly entries: EntryStore;
  readonly sums: SumStore;
  readonly visits: VisitStore;
  readonly attempts: AttemptStore;
  readonly stations: StationStore;
  readonly scaleHours: ScaleHourStore;
  readonly openDays: OpenDayStore;
  readonly activities: ActivityStore;

  constructor(readonly tables: ReadModelTables) {
    this.entries = new EntryStore(tables);
    this.sums = new SumStore(tables);
    this.visits = new VisitStore(tables);
    this.attempts = new AttemptStore(tables);
    this.stations = new StationStore(tables);
    this.scaleHours = new ScaleHourStore(tables);
    this.openDays = new OpenDayStore(tables);
    this.activities = new ActivityStore(tables);
  }

  /** Takes in a ledger row and brings every sum in line with it, once; in any order. */
  async count(tx: Transaction, entry: DropOffRecorded): Promise<void> {
    const { weighingId, stationId, containerId } = entry;
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

  /** Replaces the copy of a station unless it is newer, and works out anew the open days that can differ; a year at a time. */
  async keepStation(tx: Transaction, station: StationChanged, receivedAt: Date): Promise<void> {
    const { stationId } = station;
    const known = await this.stations.find(tx, stationId);
    if (!(await this.stations.keep(tx, station, receivedAt))) return;
    const changed = changedDates(known, station, keptUntil(receivedAt));
    if (!changed) return;
    await this.openDays.removeSince(tx, stationId, changed.from);
    const openDays = readOpenDays(station);
    for (const year of openYears(station, changed)) {
      await this.openDays.add(tx, stationId, openDays(year.from, year.to));
      await this.openDays.sum(tx, stationId, year);
    }
    await this.stations.keepOpenUntil(tx, stationId, changed.to);
  }

  /** Takes in which minutes a scale worked, unless something newer is known, and brings the sums of its days in line with it. */
  async keepScaleHour(tx: Transaction, covered: ScaleCovered): Promise<void> {
    const { stationId, hour } = covered;
    if (!(await this.scaleHours.keep(tx, covered))) return;
    for (const date of await this.openDays.datesOpenIn(tx, stationId, hour))
      await this.openDays.sum(tx, stationId, { from: date, to: date });
  }
}
