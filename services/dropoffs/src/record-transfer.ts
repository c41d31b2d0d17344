import { Inject, Injectable } from '@nestjs/common';
import {
  type ContainerPlace,
  denied,
  ok,
  type Outcome,
  type RecordTransfer,
  type StaffEntry,
} from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { isSameContainer } from './container-key';
import { addWord } from './domain/staff-lines';
import { ONE_SIDE_ALONE } from './domain/transfer-side';
import { EnterByStaff } from './enter-by-staff';
import { RecordDropOff } from './record-drop-off';
import { Relabelling } from './relabelling';
import { type EnteredByStaff, StaffEntryStore } from './staff-entry.store';
import { TransferSides } from './transfer-sides';

/** One side of a transfer; `sign` is the way that the container's load went. */
interface Leg {
  place: ContainerPlace;
  at: Date;
  sign: 1 | -1;
  grams: number | undefined;
  dropOffId: string | undefined;
}

/**
 * Goods went from one container to another: a negative leg and a positive one of the same weight, so that transfers add up to nothing. What
 * one leg's scale measured is the other's weight.
 */
@Injectable()
export class RecordTransferHandler {
  constructor(
    @Inject(EnterByStaff) private readonly entering: EnterByStaff,
    @Inject(StaffEntryStore) private readonly entries: StaffEntryStore,
    @Inject(Relabelling) private readonly relabelling: Relabelling,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
    @Inject(TransferSides) private readonly sides: TransferSides,
  ) {}

  async handle(request: RecordTransfer): Promise<Outcome<StaffEntry>> {
    const { entryId, reason, author, from, to, at, grams, dropOffId, toDropOffId, preview = false } = request;
    if (isSameContainer(from, to)) return denied('same_container', 'Velg to forskjellige containere.');
    const entered = { from, to, at, grams, dropOffId, toDropOffId };
    const entry = { entryId, kind: 'transfer' as const, reason, author, request: entered, preview };
    const when = new Date(at);
    return this.entering.once(entry, async (tx) => {
      await this.relabelling.serialise(tx, from, to);
      const out: Leg = { place: from, at: when, sign: -1, grams, dropOffId };
      const into: Leg = { place: to, at: when, sign: 1, grams, dropOffId: toDropOffId };
      const bound = await this.sides.boundBy(tx, [dropOffId, toDropOffId]);
      const done = await this.bothLegs(tx, { out: await this.moved(tx, out), into }, entry);
      return done.outcome === 'ok' && isTornFrom(done.value.weighingIds, bound) ? ONE_SIDE_ALONE : done;
    });
  }

  /** The first leg's weight is the second one's; where the first has none, the second goes first. */
  private async bothLegs(
    tx: Transaction,
    { out, into }: { out: Leg; into: Leg },
    entry: EnteredByStaff,
  ): Promise<Outcome<StaffEntry>> {
    const tried = await this.enter(tx, out, entry);
    const isWithoutWeight = tried.outcome === 'denied' && tried.reason.code === 'grams_needed';
    const first = isWithoutWeight ? await this.enter(tx, into, entry) : tried;
    if (first.outcome !== 'ok') return first;
    const [mine, others] = isWithoutWeight ? [into, out] : [out, into];
    const grams = await this.weightOf(tx, first.value.weighingIds);
    if (first.value.effect === 'relabelled') await this.hold(tx, mine.place, { entry, entered: first.value, grams });
    const second = await this.enter(tx, { ...others, grams: grams && Math.abs(grams) }, entry);
    if (second.outcome !== 'ok') return second;
    const done = isWithoutWeight ? [second.value, first.value] : [first.value, second.value];
    return ok({
      entryId: entry.entryId,
      weighingIds: done.flatMap(({ weighingIds }) => weighingIds),
      effect: done.every(({ effect }) => effect === 'relabelled') ? 'relabelled' : 'added',
      rows: done.flatMap(({ rows }) => rows),
    });
  }

  private enter(
    tx: Transaction,
    { place, at, sign, grams, dropOffId }: Leg,
    entry: EnteredByStaff,
  ): Promise<Outcome<StaffEntry>> {
    const word = { kind: 'transfer' as const, ...(grams !== undefined && { grams: sign * grams }) };
    return this.entering.enter(tx, place, { at, sign, word, ...(dropOffId !== undefined && { dropOffId }) }, entry);
  }

  /** The weight that the other leg has got stays this one's too, whatever readings and visits that come later make of the measured one. */
  private async hold(
    tx: Transaction,
    place: ContainerPlace,
    { entry, entered, grams }: { entry: EnteredByStaff; entered: StaffEntry; grams: number | undefined },
  ): Promise<void> {
    const word = { kind: 'transfer' as const, ...(grams !== undefined && { grams }) };
    for (const weighingId of entered.weighingIds)
      await this.relabelling.handle(tx, { ...place, weighingId }, { word, entry });
  }

  /** A named row by which kilos came is what was moved: it stays, and its weight counts. */
  private async moved(tx: Transaction, leg: Leg): Promise<Leg> {
    if (leg.dropOffId === undefined) return leg;
    const named = await this.entries.weighingOf(tx, leg.dropOffId);
    if (!named || !isSameContainer(named, leg.place)) return leg;
    const grams = await this.weightOf(tx, [named.weighingId]);
    if (grams === undefined || grams <= 0) return leg;
    return { ...leg, dropOffId: undefined, grams: leg.grams ?? grams };
  }

  /** Signed, as staff say, else as measured. */
  private async weightOf(tx: Transaction, weighingIds: readonly string[]): Promise<number | undefined> {
    const known = await this.recordDropOff.known(tx, weighingIds);
    const weighing = known.find(({ weighingId }) => weighingIds.includes(weighingId));
    return weighing?.booking
      ? (addWord(weighing.booking, weighing.staff, {}).grams ?? weighing.booking.grams)
      : undefined;
  }
}

/** Whether a weighing was given to this transfer while the other side of its former one was not. */
function isTornFrom(weighingIds: readonly string[], bound: ReadonlyMap<string, string[]>): boolean {
  return weighingIds.some((weighingId) => bound.get(weighingId)?.some((other) => !weighingIds.includes(other)));
}
