import { Inject, Injectable } from '@nestjs/common';
import { type Outcome, type RecordManualDropOff, type StaffEntry } from '@selvbetjent/contracts';
import { EnterByStaff } from './enter-by-staff';

/** A drop-off that staff tell of: what the scale measured then, or, without one, what they say. */
@Injectable()
export class RecordManualDropOffHandler {
  constructor(@Inject(EnterByStaff) private readonly entering: EnterByStaff) {}

  async handle(request: RecordManualDropOff): Promise<Outcome<StaffEntry>> {
    const { entryId, reason, author, place, at, grams, stream, fraction, dropOffId, preview = false } = request;
    const entry = {
      entryId,
      kind: 'manual' as const,
      reason,
      author,
      request: { place, at, grams, stream, fraction, dropOffId },
      preview,
    };
    const word = { kind: 'manual' as const, grams, ...(stream && { stream }), ...(fraction && { fraction }) };
    return this.entering.once(entry, (tx) =>
      this.entering.enter(tx, place, { at: new Date(at), sign: 1, word, ...(dropOffId && { dropOffId }) }, entry),
    );
  }
}
