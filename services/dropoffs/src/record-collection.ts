import { Inject, Injectable } from '@nestjs/common';
import { type Outcome, type RecordCollection, type StaffEntry } from '@selvbetjent/contracts';
import { EnterByStaff } from './enter-by-staff';

/** A container's contents were fetched: the fall that the scale showed then, or, without one, what staff say. */
@Injectable()
export class RecordCollectionHandler {
  constructor(@Inject(EnterByStaff) private readonly entering: EnterByStaff) {}

  async handle({
    entryId,
    reason,
    author,
    place,
    at,
    grams,
    dropOffId,
    preview = false,
  }: RecordCollection): Promise<Outcome<StaffEntry>> {
    const request = { place, at, grams, dropOffId };
    const entry = { entryId, kind: 'collection' as const, reason, author, request, preview };
    const word = { kind: 'collection' as const, ...(grams !== undefined && { grams: 0 - grams }) };
    return this.entering.once(entry, (tx) =>
      this.entering.enter(tx, place, { at: new Date(at), sign: -1, word, ...(dropOffId && { dropOffId }) }, entry),
    );
  }
}
