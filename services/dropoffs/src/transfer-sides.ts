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
import { type Transaction } from '@selvbetjent/database';
import { type StaffWord } from './domain/staff-lines';
import { ONE_SIDE_ALONE, type TransferSide, transferSideOf } from './domain/transfer-side';
import { RecordDropOff } from './record-drop-off';
import { Relabelling } from './relabelling';
import { type EnteredByStaff, StaffEntryStore } from './staff-entry.store';

type Weighing = ContainerPlace & { weighingId: string };

/** Keeps the two sides of a transfer at the same weight, whoever speaks of one of them. */
@Injectable()
export class TransferSides {
  constructor(
    @Inject(StaffEntryStore) private readonly entries: StaffEntryStore,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
    @Inject(Relabelling) private readonly relabelling: Relabelling,
  ) {}

  /** Says the same of a weighing, and of the other side where it is a side of a transfer; refused where that can't be told. */
  async correct(
    tx: Transaction,
    weighing: Weighing,
    { word, entry }: { word: StaffWord; entry: EnteredByStaff },
  ): Promise<Outcome<StaffEntry>> {
    await this.relabelling.serialise(tx, weighing, ...(await this.entries.otherSides(tx, weighing.weighingId)));
    const side = await this.sideOf(tx, weighing);
    if (side === 'none') return this.relabelling.handle(tx, weighing, { word, entry });
    const [other, ...more] = await this.entries.otherSides(tx, weighing.weighingId);
    const isClear = other && more.length === 0 && side === 'whole' && (await this.sideOf(tx, other)) === 'whole';
    if (!isClear) return ONE_SIDE_ALONE;
    if (!mayActFor(entry.author, other.stationId, STAFF_ROLES)) {
      return denied(
        'forbidden',
        `Flyttingens andre side er på stasjonen «${other.stationId}», som du ikke har ansvar for. Be noen som har ansvar for begge, om å rette den.`,
      );
    }
    const others = word.grams === undefined ? {} : { grams: 0 - word.grams };
    const first = await this.relabelling.handle(tx, weighing, { word, entry });
    const second = await this.relabelling.handle(tx, other, { word: others, entry });
    if (first.outcome !== 'ok') return first;
    if (second.outcome !== 'ok') return second;
    return ok({
      ...first.value,
      weighingIds: [...first.value.weighingIds, ...second.value.weighingIds],
      rows: [...first.value.rows, ...second.value.rows],
    });
  }

  /** The other sides of what these rows are sides of, by the weighing that a row belongs to. */
  async boundBy(tx: Transaction, dropOffIds: readonly (string | undefined)[]): Promise<Map<string, string[]>> {
    const bound = new Map<string, string[]>();
    for (const dropOffId of dropOffIds) {
      const named = dropOffId === undefined ? null : await this.entries.weighingOf(tx, dropOffId);
      if (!named || (await this.sideOf(tx, named)) === 'none') continue;
      const others = await this.entries.otherSides(tx, named.weighingId);
      bound.set(
        named.weighingId,
        others.map(({ weighingId }) => weighingId),
      );
    }
    return bound;
  }

  private async sideOf(tx: Transaction, { weighingId }: Pick<Weighing, 'weighingId'>): Promise<TransferSide> {
    const known = (await this.recordDropOff.known(tx, [weighingId])).find((one) => one.weighingId === weighingId);
    return known ? transferSideOf(known.booking, known.staff) : 'none';
  }
}
