import { Inject, Injectable } from '@nestjs/common';
import {
  type CountDropOffs,
  type DropOffView,
  type LedgerCount,
  type ListDropOffs,
  ok,
  type Outcome,
  unknownCursor,
} from '@selvbetjent/contracts';
import { type LedgerPosition, LedgerStore } from './ledger.store';

const CURSOR = /^(\d{1,15})-(\d{1,15})$/;

/** Pages through the ledger, newest first. */
@Injectable()
export class ListDropOffsHandler {
  constructor(@Inject(LedgerStore) private readonly ledger: LedgerStore) {}

  async handle(request: ListDropOffs): Promise<Outcome<{ items: DropOffView[]; next: string | null }>> {
    const after = request.cursor === undefined ? null : positionOf(request.cursor);
    if (after === undefined || (after && !(await this.ledger.has(after)))) return unknownCursor();
    const { items, end } = await this.ledger.page(request, after);
    return ok({ items, next: end && `${end.at.getTime()}-${end.position}` });
  }

  count(request: CountDropOffs): Promise<LedgerCount> {
    return this.ledger.count(request);
  }
}

function positionOf(cursor: string): LedgerPosition | undefined {
  const [, atMs, position] = CURSOR.exec(cursor) ?? [];
  return atMs && position ? { at: new Date(Number(atMs)), position: Number(position) } : undefined;
}
