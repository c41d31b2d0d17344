import { Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type Delivery } from './delivery';

/** Remembers for ever which events had their effect. */
@Injectable()
export class Inbox {
  /** Claims the event inside the caller's transaction. @returns false when its effect is committed already. */
  async isNew(tx: Transaction, delivery: Delivery): Promise<boolean> {
    const rows = await tx.query('INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_id', [
      delivery.id,
    ]);
    return rows.length > 0;
  }
}
