import { Inject, Injectable } from '@nestjs/common';
import { type ContainerPlace, denied, ok, type Outcome, type StaffEntry } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { createHash } from 'node:crypto';
import { inLockOrder } from './container-key';
import { addWord, type MeasuredBooking, type StaffWord } from './domain/staff-lines';
import { ONE_SIDE_ALONE, transferSideOf } from './domain/transfer-side';
import { RecordDropOff } from './record-drop-off';
import { type EnteredByStaff } from './staff-entry.store';
import { UnplacedSayingStore } from './unplaced-saying.store';
import { WeighingDueStore } from './weighing-due.store';

/** The entry that a word comes from. */
type SpokenBy = Pick<EnteredByStaff, 'entryId'> & { author: { subject: string } };

/** Writes the rows of what staff say of a weighing, or of what they add without one. */
@Injectable()
export class Relabelling {
  constructor(
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(UnplacedSayingStore) private readonly unplaced: UnplacedSayingStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** One at a time per container, until the transaction ends: all that it writes to, in one order, and then the stations that it tells of. */
  async serialise(tx: Transaction, ...places: readonly ContainerPlace[]): Promise<void> {
    for (const place of inLockOrder(places)) await this.due.serialise(tx, place);
    const stationIds = places.map(({ stationId }) => stationId);
    await this.outbox.lockStations(tx, stationIds);
  }

  /**
   * Sum of the container as before; another word on the same weighing adds to those before.
   * @param sign the direction that the load must have gone; absent where any will do
   */
  async handle(
    tx: Transaction,
    { weighingId, ...place }: ContainerPlace & { weighingId: string },
    { word, entry, sign }: { word: StaffWord; entry: SpokenBy; sign?: 1 | -1 },
  ): Promise<Outcome<StaffEntry>> {
    const known = (await this.recordDropOff.known(tx, [weighingId])).find(
      (weighing) => weighing.weighingId === weighingId,
    );
    if (!known?.booking) {
      return denied(
        'nothing_booked',
        'Veiingen har ingen kilo lenger. Last listen på nytt, og velg raden som gjelder nå.',
      );
    }
    if (sign !== undefined && Math.sign(known.booking.grams) !== sign) {
      const way = sign === 1 ? 'kom til' : 'gikk ut';
      return denied('wrong_direction', `Raden er ikke kilo som ${way}. Velg en annen rad, eller rett vekten i stedet.`);
    }
    const { booking } = known;
    const isMadeAnother = word.kind !== undefined && word.kind !== 'transfer';
    if (isMadeAnother && transferSideOf(booking, known.staff) !== 'none') return ONE_SIDE_ALONE;
    const saying = {
      entryId: entry.entryId,
      author: entry.author.subject,
      word: addWord(booking, known.staff, word),
      about: { visitIds: booking.visitIds, at: booking.at, grams: booking.grams },
      lines: [],
    };
    const next = { ...known, wanted: booking, readings: null };
    const rows = await this.recordDropOff.handle(tx, { ...place, ...booking }, { known, next, sayings: [saying] });
    await this.unplaced.clearAround(tx, place, booking.at);
    return ok({ entryId: entry.entryId, weighingIds: [weighingId], effect: 'relabelled', rows });
  }

  /** A weighing of its own, without a scale. */
  async add(
    tx: Transaction,
    place: ContainerPlace,
    { booking, entry }: { booking: MeasuredBooking; entry: EnteredByStaff },
  ): Promise<Outcome<StaffEntry>> {
    const weighingId = idFor(`${entry.entryId}/${place.stationId}/${place.containerId}`);
    const nothing = {
      afterWeighingId: null,
      silentAt: null,
      fromGrams: null,
      toGrams: null,
      carry: null,
      readings: null,
    };
    const enteredBy = { entryId: entry.entryId, author: entry.author.subject };
    const next = { weighingId, state: 'final' as const, visitIds: [], ...nothing, wanted: booking };
    const rows = await this.recordDropOff.handle(tx, { ...place, ...booking }, { known: null, next, enteredBy });
    await this.unplaced.clearAround(tx, place, booking.at);
    return ok({ entryId: entry.entryId, weighingIds: [weighingId], effect: 'added', rows });
  }
}

/** A UUID by form; each leg of a transfer has its own. */
function idFor(name: string): string {
  const hex = createHash('sha256').update(`selvbetjent/staff-entry/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
