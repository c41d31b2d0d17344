import { denied, type Outcome } from '@selvbetjent/contracts';
import { addWord, type MeasuredBooking, type Said } from './staff-lines';

/**
 * What a weighing is of a transfer: all of it is one side, `mixed` where a side is weighed together with something else, or `none` of it.
 */
export type TransferSide = 'whole' | 'mixed' | 'none';

export function transferSideOf(booking: MeasuredBooking | null, said: readonly Said[]): TransferSide {
  if (!booking) return 'none';
  const kinds = said.length > 0 ? said.map(({ word }) => word.kind ?? booking.kind) : [booking.kind];
  if (!kinds.includes('transfer')) return 'none';
  const isAll = (addWord(booking, said, {}).kind ?? booking.kind) === 'transfer';
  return said.length <= 1 && isAll ? 'whole' : 'mixed';
}

/** The refusal of what would change one side and not the other. */
export const ONE_SIDE_ALONE: Outcome<never> = denied(
  'transfer_side',
  'Raden er den ene siden av en flytting, og begge sidene må veie like mye. Registrer flyttingen på nytt med riktig vekt, og velg raden den gjelder i begge containerne.',
);
