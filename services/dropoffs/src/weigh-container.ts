import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { type Booking } from './domain/book-weighing';
import { type GroupWeighing, weighVisits } from './domain/weigh-visits';
import { type LoadedRun, RunLoader } from './load-run';
import { type NewWeighing, RecordDropOff } from './record-drop-off';
import { VisitStore } from './visit.store';
import { type ContainerKey, WeighingDueStore } from './weighing-due.store';
import { type WeighingRecord } from './weighing.store';

/**
 * Weighs what news of one container can change and books the differences, in one transaction; containers are serialised one
 * by one. Weighing again without news changes nothing, and the order in which news came leaves no trace in the sums.
 */
@Injectable()
export class WeighContainer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(RunLoader) private readonly runs: RunLoader,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
  ) {}

  async handle(container: ContainerKey): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.due.serialise(tx, container);
      const span = await this.due.take(tx, container);
      const loaded = span && (await this.runs.load(tx, container, span));
      if (loaded) await this.weigh(tx, loaded);
    });
  }

  private async weigh(tx: Transaction, loaded: LoadedRun): Promise<void> {
    const groups = weighVisits(loaded.run);
    const ids = [...loaded.weighingIds, ...groups.map(idOf)];
    const known = new Map((await this.recordDropOff.known(tx, ids)).map((weighing) => [weighing.weighingId, weighing]));
    for (const group of groups) {
      const before = known.get(idOf(group)) ?? null;
      known.delete(idOf(group));
      const next = weighingOf(group, before, loaded.place.timeZone);
      await this.recordDropOff.handle(tx, loaded.place, { known: before, next });
      await this.visits.assign(tx, next.weighingId, group.visitIds);
    }
    for (const weighing of known.values()) await this.dissolve(tx, loaded, weighing);
  }

  private async dissolve(tx: Transaction, { place }: LoadedRun, weighing: WeighingRecord): Promise<void> {
    const next: NewWeighing = { ...weighing, state: 'dissolved', silentAt: null, wanted: null };
    await this.recordDropOff.handle(tx, place, { known: weighing, next });
  }
}

/** A weighing is named by its first visit. */
function idOf(group: GroupWeighing): string {
  return group.visitIds[0] as string;
}

function weighingOf(group: GroupWeighing, known: WeighingRecord | null, timeZone: string): NewWeighing {
  return {
    weighingId: idOf(group),
    state: group.weighing.state,
    visitIds: group.visitIds,
    silentAt: group.silentAtMs === null ? null : new Date(group.silentAtMs),
    wanted: wantedOf(group, known, timeZone),
  };
}

/** While it waits, what was booked of the same visits stays; no kilos within the tolerance. */
function wantedOf(group: GroupWeighing, known: WeighingRecord | null, timeZone: string): Booking | null {
  const { weighing, visitIds, closedAtMs } = group;
  if (weighing.state === 'waiting' || closedAtMs === null) {
    return known && known.visitIds.join() === visitIds.join() ? known.booking : null;
  }
  const { kind, grams, quality, reason } = weighing.result;
  if (kind === 'none') return null;
  const at = new Date(closedAtMs);
  return { kind, grams, quality, reason, visitIds, at, localDate: localDateOf(at, timeZone) };
}
