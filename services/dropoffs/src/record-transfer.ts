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
import { EnterByStaff } from './enter-by-staff';
import { type EnteredByStaff } from './staff-entry.store';

/** Goods went from one container to another: a negative leg and a positive one, each measured by its own scale or told by staff. */
@Injectable()
export class RecordTransferHandler {
  constructor(@Inject(EnterByStaff) private readonly entering: EnterByStaff) {}

  async handle(request: RecordTransfer): Promise<Outcome<StaffEntry>> {
    const { entryId, reason, author, from, to, at, grams, preview = false } = request;
    if (nameOf(from) === nameOf(to)) return denied('same_container', 'Velg to forskjellige beholdere.');
    const entry = { entryId, kind: 'transfer' as const, reason, author, request: { from, to, at, grams }, preview };
    return this.entering.once(entry, (tx) => this.bothLegs(tx, { from, to, at: new Date(at), grams }, entry));
  }

  /** In the order of their names, so that two transfers never wait for each other. What one leg's scale measured is the other's weight. */
  private async bothLegs(
    tx: Transaction,
    { from, to, at, grams }: { from: ContainerPlace; to: ContainerPlace; at: Date; grams: number | undefined },
    entry: EnteredByStaff,
  ): Promise<Outcome<StaffEntry>> {
    const legs = [
      { place: from, sign: -1 as const },
      { place: to, sign: 1 as const },
    ].sort((one, other) => (nameOf(one.place) < nameOf(other.place) ? -1 : 1));
    const done: StaffEntry[] = [];
    for (const { place, sign } of legs) {
      const word = { kind: 'transfer' as const, ...(grams !== undefined && { grams: sign * grams }) };
      const effect = await this.entering.enter(tx, place, { at, sign, word }, entry);
      if (effect.outcome !== 'ok') return effect;
      done.push(effect.value);
    }
    return ok({
      entryId: entry.entryId,
      weighingIds: done.flatMap(({ weighingIds }) => weighingIds),
      effect: done.every(({ effect }) => effect === 'relabelled') ? 'relabelled' : 'added',
      rows: done.flatMap(({ rows }) => rows),
    });
  }
}

function nameOf({ stationId, containerId }: ContainerPlace): string {
  return `${stationId}/${containerId}`;
}
