import { Inject, Injectable } from '@nestjs/common';
import { type ReadingSpan } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { eventBookings, visitBooking, weighingIdOf } from './domain/bookings';
import { type Carry } from './domain/carry';
import { type GroupWeighing, weighVisits } from './domain/weigh-visits';
import { type LoadedRun } from './load-run';
import { type NewWeighing, RecordDropOff } from './record-drop-off';
import { VisitStore } from './visit.store';
import { WeighingDueStore } from './weighing-due.store';
import { type WeighingRecord } from './weighing.store';

/** Weighs a run of visits and books the differences to what the ledger says; without news there are none. */
@Injectable()
export class BookRun {
  constructor(
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
  ) {}

  async handle(tx: Transaction, loaded: LoadedRun): Promise<void> {
    const groups = weighVisits(loaded.run);
    const ids = [...loaded.weighingIds, ...groups.map(weighingIdOf)];
    const known = new Map((await this.recordDropOff.known(tx, ids)).map((weighing) => [weighing.weighingId, weighing]));
    const last = groups.at(-1);
    const carryBefore = (last && known.get(weighingIdOf(last))?.carry) ?? null;
    for (const group of groups) {
      for (const next of weighingsOf(group, known.get(weighingIdOf(group)) ?? null, loaded)) {
        await this.recordDropOff.handle(tx, loaded.place, { known: known.get(next.weighingId) ?? null, next });
        known.delete(next.weighingId);
      }
      await this.visits.assign(tx, weighingIdOf(group), group.visitIds);
    }
    for (const weighing of known.values()) await this.dissolve(tx, loaded, weighing);
    await this.lookAhead(tx, loaded, { last, carryBefore });
  }

  /** What is known of the scale may change what comes next; without a next visit, the load is watched. */
  private async lookAhead(
    tx: Transaction,
    { place, run }: LoadedRun,
    { last, carryBefore }: { last: GroupWeighing | undefined; carryBefore: Carry | null },
  ): Promise<void> {
    if (!last) return;
    if (run.nextOpenedAtMs === null) {
      const isKnown = last.weighing.state !== 'waiting' && last.toGrams !== null;
      const grams = isKnown ? last.since.reduce((sum, event) => sum + event.grams, last.toGrams ?? 0) : null;
      await this.due.watch(tx, place, grams);
    } else if (!isSameCarry(last.carry, carryBefore)) {
      const next = new Date(run.nextOpenedAtMs);
      await this.due.mark(tx, place, { from: next, until: next });
    }
  }

  private async dissolve(tx: Transaction, { place }: LoadedRun, weighing: WeighingRecord): Promise<void> {
    const nothing = { silentAt: null, wanted: null, readings: null, fromGrams: null, toGrams: null, carry: null };
    const next: NewWeighing = { ...weighing, ...nothing, state: 'dissolved' };
    await this.recordDropOff.handle(tx, place, { known: weighing, next });
  }
}

/** The group's own weighing, and the events that follow it. */
function weighingsOf(group: GroupWeighing, known: WeighingRecord | null, { place, scaleId }: LoadedRun): NewWeighing[] {
  const dateOf = (at: Date): string => localDateOf(at, place.timeZone);
  const { weighing, fromGrams, toGrams, carry, visitIds } = group;
  const weighingId = weighingIdOf(group);
  const own: NewWeighing = {
    weighingId,
    afterWeighingId: null,
    state: weighing.state,
    visitIds,
    silentAt: group.silentAtMs === null ? null : new Date(group.silentAtMs),
    ...{ fromGrams, toGrams, carry },
    wanted: isStillWaiting(group, known) ? known.booking : visitBooking(group, dateOf),
    readings: readingsOf(group, scaleId),
  };
  const events = eventBookings(group, dateOf).map<NewWeighing>((event) => ({
    ...event,
    afterWeighingId: weighingId,
    ...{ state: 'final', visitIds: [], silentAt: null, fromGrams: null, toGrams: null, carry: null, readings: null },
  }));
  return [own, ...events];
}

/** While it waits, what was booked of the same visits stays. */
function isStillWaiting(group: GroupWeighing, known: WeighingRecord | null): known is WeighingRecord {
  return group.weighing.state === 'waiting' && known !== null && known.visitIds.join() === group.visitIds.join();
}

function readingsOf({ weighing }: GroupWeighing, scaleId: string): ReadingSpan | null {
  if (weighing.state === 'waiting') return null;
  const { before, after } = weighing.evidence;
  const [from, until] = [before?.fromMs ?? after?.fromMs, after?.untilMs ?? before?.untilMs];
  if (from === undefined || until === undefined) return null;
  return { scaleId, from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

function isSameCarry(one: Carry, other: Carry | null): boolean {
  const [mine, yours] = [one.distrust, other?.distrust ?? null];
  const isSameDistrust = mine?.reason === yours?.reason && mine?.sinceMs === yours?.sinceMs;
  return other !== null && isSameDistrust && one.noiseGrams === other.noiseGrams && one.emptyGrams === other.emptyGrams;
}
