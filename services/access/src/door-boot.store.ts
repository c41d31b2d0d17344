import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';

const ASKED_AT_ONCE = 100;

export interface BootKey {
  doorId: string;
  boot: string;
}

/** What a door may forget of a boot, and what it is asked to send again. */
export interface Settled {
  seq: number;
  missing: number[];
}

/** How far the changes of a door's boot are known without a gap, and how wrong its clock is. */
@Injectable()
export class DoorBootStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @returns whether any of them was new. */
  async reject(
    tx: Transaction,
    { doorId, boot }: BootKey,
    { rejected, receivedAt }: { rejected: readonly { seq: number; reason: string }[]; receivedAt: Date },
  ): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO rejected_door_changes (door_id, boot, seq, reason, received_at)
       SELECT $1, $2, seq, reason, $4 FROM jsonb_to_recordset($3::jsonb) AS rejected (seq bigint, reason text)
       ON CONFLICT DO NOTHING RETURNING seq`,
      [doorId, boot, JSON.stringify(rejected.map(({ seq, reason }) => ({ seq, reason }))), receivedAt],
    );
    return rows.length > 0;
  }

  /** @param isRestLost whether what is missing below the newest change will never come, by when one above it last came */
  async settle(tx: Transaction, key: BootKey, isRestLost: (lastNewsAt: Date) => boolean): Promise<Settled> {
    const { settled, heard, lastNewsAt } = await this.heardSince(tx, key);
    let seq = settled;
    while (heard.has(seq + 1)) seq += 1;
    const newest = Math.max(settled, ...heard);
    if (seq < newest && isRestLost(lastNewsAt)) seq = newest;
    await tx.query(
      `INSERT INTO door_boots (door_id, boot, settled_seq) VALUES ($1, $2, $3)
       ON CONFLICT (door_id, boot) DO UPDATE SET settled_seq = excluded.settled_seq`,
      [key.doorId, key.boot, seq],
    );
    return { seq, missing: missingBetween(seq, newest, heard) };
  }

  /** @returns what to add to the boot's clock to get ours, in ms; null when it was never heard live */
  async clockOf({ doorId, boot }: BootKey): Promise<number | null> {
    const [row] = await this.database.query<{ clock_offset_ms: number | null }>(
      'SELECT clock_offset_ms FROM door_boots WHERE door_id = $1 AND boot = $2',
      [doorId, boot],
    );
    return row?.clock_offset_ms ?? null;
  }

  async keepClock({ doorId, boot }: BootKey, offsetMs: number): Promise<void> {
    await this.database.query(
      `INSERT INTO door_boots (door_id, boot, settled_seq, clock_offset_ms) VALUES ($1, $2, 0, $3)
       ON CONFLICT (door_id, boot) DO UPDATE SET clock_offset_ms = excluded.clock_offset_ms`,
      [doorId, boot, offsetMs],
    );
  }

  private async heardSince(
    tx: Transaction,
    { doorId, boot }: BootKey,
  ): Promise<{ settled: number; heard: Set<number>; lastNewsAt: Date }> {
    const [known] = await tx.query<{ settled_seq: number }>(
      'SELECT settled_seq FROM door_boots WHERE door_id = $1 AND boot = $2',
      [doorId, boot],
    );
    const settled = known?.settled_seq ?? 0;
    const rows = await tx.query<{ seq: number; received_at: Date }>(
      `SELECT seq, received_at FROM door_changes WHERE door_id = $1 AND boot = $2 AND seq > $3
       UNION ALL SELECT seq, received_at FROM rejected_door_changes WHERE door_id = $1 AND boot = $2 AND seq > $3`,
      [doorId, boot, settled],
    );
    const lastNewsMs = Math.max(0, ...rows.map(({ received_at }) => received_at.getTime()));
    return { settled, heard: new Set(rows.map(({ seq }) => seq)), lastNewsAt: new Date(lastNewsMs) };
  }
}

function missingBetween(seq: number, newest: number, heard: ReadonlySet<number>): number[] {
  const missing: number[] = [];
  for (let next = seq + 1; next < newest && missing.length < ASKED_AT_ONCE; next += 1) {
    if (!heard.has(next)) missing.push(next);
  }
  return missing;
}
