import { Inject, Injectable } from '@nestjs/common';
import { type ReadingSpan } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { eventBookings, visitBooking, weighingIdOf } from './domain/bookings';
import { type Carry } from './domain/carry';
import { type Place, placeWords } from './domain/place-words';
import { type GroupWeighing, weighVisits } from './domain/weigh-visits';
import { type LoadedRun } from './load-run';
import { type NewWeighing, RecordDropOff } from './record-drop-off';
import { UnplacedSayingStore } from './unplaced-saying.store';
import { VisitStore } from './visit.store';
import { WeighingDueStore } from './weighing-due.store';
import { type StaffSaying, type WeighingRecord } from './weighing.store';

/** Weighs a run of visits and books the differences to what the ledger says; without news there are none. */
@Injectable()
export class BookRun {
  constructor(
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
    @Inject(UnplacedSayingStore) private readonly unplaced: UnplacedSayingStore,
  ) {}

  async handle(tx: Transaction, loaded: LoadedRun): Promise<void> {
    const groups = weighVisits(loaded.run);
    const ids = [...loaded.weighingIds, ...groups.map(weighingIdOf)];
    const known = new Map((await this.recordDropOff.known(tx, ids)).map((weighing) => [weighing.weighingId, weighing]));
    const last = groups.at(-1);
    const carryBefore = (last && known.get(weighingIdOf(last))?.carry) ?? null;
    const wanted = groups.flatMap((group) => weighingsOf(group, known.get(weighingIdOf(group)) ?? null, loaded));
    const placed = await this.placeSayings(tx, loaded, { known: [...known.values()], wanted });
    for (const next of wanted) {
      const sayings = placed.get(next.weighingId) ?? [];
      await this.recordDropOff.handle(tx, loaded.place, { known: known.get(next.weighingId) ?? null, next, sayings });
      known.delete(next.weighingId);
    }
    for (const group of groups) await this.visits.assign(tx, weighingIdOf(group), group.visitIds);
    for (const weighing of known.values()) await this.dissolve(tx, loaded, weighing);
    await this.lookAhead(tx, loaded, { last, carryBefore });
  }

  /** Staff spoke of what was measured, not of a weighing's id: their words go with it, and where it is nowhere, people are told. */
  private async placeSayings(
    tx: Transaction,
    { place }: LoadedRun,
    { known, wanted }: { known: readonly WeighingRecord[]; wanted: readonly NewWeighing[] },
  ): Promise<Map<string, StaffSaying[]>> {
    const standing = new Map(known.flatMap(({ staff }) => staff).map((saying) => [saying.entryId, saying]));
    const waiting = await this.unplaced.of(tx, place);
    const all = [...standing.values(), ...waiting.filter(({ entryId }) => !standing.has(entryId))].sort(
      (one, other) => other.about.visitIds.length - one.about.visitIds.length,
    );
    const { placed, unplaced } = placeWords(all, wanted.map(placeOf));
    await this.unplaced.settle(tx, place, { placed: [...placed.values()].flat(), unplaced });
    return placed;
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
    await this.recordDropOff.handle(tx, place, { known: weighing, next, sayings: [] });
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

function placeOf({ weighingId, visitIds, state, wanted }: NewWeighing): Place {
  return { weighingId, visitIds, isWaiting: state === 'waiting', booking: wanted };
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
