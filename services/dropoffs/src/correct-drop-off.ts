import { Inject, Injectable } from '@nestjs/common';
import {
  type CorrectDropOff,
  denied,
  mayActFor,
  type Outcome,
  STAFF_ROLES,
  type StaffEntry,
} from '@selvbetjent/contracts';
import { EnterByStaff } from './enter-by-staff';
import { CorrectImported } from './history/correct-imported';
import { StaffEntryStore } from './staff-entry.store';
import { TransferSides } from './transfer-sides';

/**
 * Says what a weighing really was. Grams that a scale measured stay in the ledger: what isn't the drop-off's is `unexplained`. Both sides of a
 * transfer change as one.
 */
@Injectable()
export class CorrectDropOffHandler {
  constructor(
    @Inject(EnterByStaff) private readonly entering: EnterByStaff,
    @Inject(StaffEntryStore) private readonly entries: StaffEntryStore,
    @Inject(TransferSides) private readonly sides: TransferSides,
    @Inject(CorrectImported) private readonly imported: CorrectImported,
  ) {}

  async handle({
    entryId,
    reason,
    author,
    dropOffId,
    grams,
    stream,
    fraction,
    preview = false,
  }: CorrectDropOff): Promise<Outcome<StaffEntry>> {
    const word = { ...(grams !== undefined && { grams }), ...(stream && { stream }), ...(fraction && { fraction }) };
    if (Object.keys(word).length === 0)
      return denied('nothing_to_correct', 'Oppgi vekten, strømmen eller fraksjonen som er riktig.');
    const entry = { entryId, kind: 'correction' as const, reason, author, request: { dropOffId, ...word }, preview };
    return this.entering.once(entry, async (tx) => {
      const weighing = await this.entries.weighingOf(tx, dropOffId);
      if (!weighing) return denied('not_found', 'Vi har ingen slik levering. Se etter i listen over leveringer.');
      if (!mayActFor(author, weighing.stationId, STAFF_ROLES))
        return denied('forbidden', 'Du har ikke ansvar for denne stasjonen.');
      if (weighing.kind === 'import') {
        const { stationId, weighingId: rowId } = weighing;
        return this.imported.handle(tx, { stationId, rowId, word }, entry);
      }
      return this.sides.correct(tx, weighing, { word, entry });
    });
  }
}
