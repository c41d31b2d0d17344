import { Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';

export interface PoisonPayload {
  topic: string;
  reason: string;
  payload: Uint8Array;
  receivedAt: Date;
}

const KEPT = 1_000;
const KEPT_BYTES = 4_096;
const KEPT_TOPIC = 500;

/** The newest messages that could not be used, with the reason; a window, not an archive. */
@Injectable()
export class PoisonStore {
  async keep(tx: Transaction, { topic, reason, payload, receivedAt }: PoisonPayload): Promise<void> {
    const [row] = await tx.query<{ id: number }>(
      'INSERT INTO poison_payloads (topic, reason, payload, received_at) VALUES ($1, $2, $3, $4) RETURNING id',
      [topic.slice(0, KEPT_TOPIC), reason, Buffer.from(payload.subarray(0, KEPT_BYTES)), receivedAt],
    );
    await tx.query('DELETE FROM poison_payloads WHERE id <= $1', [(row?.id ?? 0) - KEPT]);
  }
}
