import { Inject, Injectable } from '@nestjs/common';
import {
  type ContainerPlace,
  denied,
  mayActFor,
  ok,
  type Outcome,
  STAFF_ROLES,
  type StaffEntry,
} from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { type StaffWord } from './domain/staff-lines';
import { Relabelling } from './relabelling';
import { type PlacedContainer, ScaleStore } from './scale.store';
import { type EnteredByStaff, StaffEntryStore } from './staff-entry.store';

/** What an entry is about: at an instant, signed grams where they are given, and the row that is meant where that is said. */
export interface Entered {
  at: Date;
  /** The direction that the container's load went. */
  sign: 1 | -1;
  word: StaffWord & { kind: 'manual' | 'collection' | 'transfer' };
  dropOffId?: string;
}

/** What an entry did: an outcome with rows, or why not. */
export type Effect = Outcome<StaffEntry>;

const AHEAD_MS = 60_000;

/** Rolls back what was written before the refusal, or only to see what it would be. */
class NotDone extends Error {
  constructor(readonly effect: Effect) {
    super('not done');
  }
}

/**
 * What every entry of staff has in common: once per entry id, only for their stations, one transaction; and the rule that a weight
 * which a scale measured is renamed, never added to.
 */
@Injectable()
export class EnterByStaff {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StaffEntryStore) private readonly entries: StaffEntryStore,
    @Inject(ScaleStore) private readonly scales: ScaleStore,
    @Inject(Relabelling) private readonly relabelling: Relabelling,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The same entry again gets the first answer. Only what is `ok` and no preview commits. */
  async once(entered: EnteredByStaff, work: (tx: Transaction) => Promise<Effect>): Promise<Effect> {
    try {
      return await this.database.transaction(async (tx) => {
        const before = await this.entries.find(tx, entered.entryId);
        if (before) return ok(before);
        const effect = await work(tx);
        if (effect.outcome !== 'ok' || entered.preview) throw new NotDone(effect);
        await this.entries.keep(tx, entered, effect.value, this.clock.now());
        return effect;
      });
    } catch (error) {
      if (error instanceof NotDone) return error.effect;
      throw error;
    }
  }

  /** Renames what a scale measured then, or adds the grams where none did. */
  async enter(tx: Transaction, place: ContainerPlace, entered: Entered, entry: EnteredByStaff): Promise<Effect> {
    if (!mayActFor(entry.author, place.stationId, STAFF_ROLES))
      return denied('forbidden', 'Du har ikke ansvar for denne stasjonen.');
    const container = await this.scales.findContainer(tx, place);
    if (!container) return denied('not_found', `Containeren «${place.stationId}/${place.containerId}» finnes ikke.`);
    const now = this.clock.now();
    if (entered.at.getTime() > now.getTime() + AHEAD_MS)
      return denied('in_the_future', 'Tidspunktet er ikke kommet ennå. Oppgi når det skjedde.');
    await this.relabelling.serialise(tx, place);
    if (entered.dropOffId !== undefined)
      return this.relabelNamed(tx, place, { ...entered, dropOffId: entered.dropOffId }, entry);
    const coverage = await this.entries.coverage(tx, place, entered.at, now);
    if (coverage === 'uncovered') return this.add(tx, container, entered, entry);
    return this.relabelMeasured(tx, place, entered, { entry, isRecent: coverage === 'soon' });
  }

  private async relabelNamed(
    tx: Transaction,
    place: ContainerPlace,
    { dropOffId, word, sign }: Entered & { dropOffId: string },
    entry: EnteredByStaff,
  ): Promise<Effect> {
    const named = await this.entries.weighingOf(tx, dropOffId);
    const isHere = named?.stationId === place.stationId && named.containerId === place.containerId;
    if (!named || !isHere)
      return denied('not_found', 'Raden finnes ikke i denne containeren. Se etter i listen over leveringer.');
    return this.relabelling.handle(tx, named, { word, entry, sign });
  }

  private async relabelMeasured(
    tx: Transaction,
    place: ContainerPlace,
    { at, sign, word }: Entered,
    { entry, isRecent }: { entry: EnteredByStaff; isRecent: boolean },
  ): Promise<Effect> {
    const weighingIds = await this.entries.measuredAround(tx, place, at, sign);
    const [weighingId, ...others] = weighingIds;
    if (weighingId === undefined && isRecent) {
      return denied(
        'not_weighed_yet',
        'Vekten virker, men er ikke ferdig med å veie dette. Vent et kvarter og prøv igjen.',
      );
    }
    if (weighingId === undefined) {
      return denied(
        'nothing_measured',
        'Vekten virket, men viste ingen slik endring to timer før eller etter. Sjekk containeren og tidspunktet.',
      );
    }
    if (others.length > 0) {
      return denied('several_measured', 'Vekten viste flere slike endringer. Velg hvilken det er, og send dropOffId.', {
        weighingIds,
      });
    }
    return this.relabelling.handle(tx, { ...place, weighingId }, { word, entry });
  }

  private async add(
    tx: Transaction,
    container: PlacedContainer,
    { at, sign, word }: Entered,
    entry: EnteredByStaff,
  ): Promise<Effect> {
    if (word.grams === undefined) {
      return denied('grams_needed', 'Ingen vekt veide containeren da. Oppgi vekten i gram.');
    }
    const booking = {
      ...{
        kind: word.kind,
        grams: sign * Math.abs(word.grams),
        quality: 'ok' as const,
        reason: null,
        method: 'estimated' as const,
      },
      ...{ visitIds: [], at, localDate: localDateOf(at, container.timeZone) },
      ...{ stream: word.stream ?? container.stream, fraction: word.fraction ?? container.fraction },
    };
    return this.relabelling.add(tx, container, { booking, entry });
  }
}
