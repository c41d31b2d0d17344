import { Injectable } from '@nestjs/common';
import { type WasteStream } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type Carry } from './domain/carry';
import { type Booking } from './domain/book-weighing';
import { type Said, type StaffLine } from './domain/staff-lines';
import { type ContainerKey } from './container-key';

/** What a container held when the weighing was first booked; later rows of the weighing keep it. */
export interface Goods {
  stream: WasteStream;
  fraction: string;
}

/** One weighing and what its rows add up to. `dissolved`: its visits are weighed elsewhere, or not at all. */
export interface WeighingRecord {
  /** The id of its first visit, or made from that of the weighing that an event follows. */
  weighingId: string;
  /** An event between visits: the weighing that it follows. */
  afterWeighingId: string | null;
  state: 'waiting' | 'provisional' | 'final' | 'dissolved';
  visitIds: string[];
  silentAt: Date | null;
  revision: number;
  /** The loads that it leads from and to; null while they aren't known, and of events. */
  fromGrams: number | null;
  toGrams: number | null;
  /** What is known of the scale when the next visit begins; null of events. */
  carry: Carry | null;
  /** Null when its rows cancel out, or there are none. */
  booking: (Booking & Goods) | null;
  /** What staff say of it, in the order in which they said it. */
  staff: StaffSaying[];
}

/** What staff say of a weighing, or of a part of it, and the rows that are booked for it. */
export interface StaffSaying extends Said {
  /** The newest entry, and its author's subject. */
  entryId: string;
  author: string;
  lines: StaffLine[];
}

interface WeighingRow {
  weighing_id: string;
  after_weighing_id: string | null;
  from_grams: number | null;
  to_grams: number | null;
  carry: Carry | null;
  state: WeighingRecord['state'];
  visit_ids: string[];
  silent_at: Date | null;
  revision: number;
  booking: (Omit<Booking & Goods, 'at'> & { at: string }) | null;
  staff: StoredSaying[] | null;
}

/** A saying as JSON keeps it. */
export type StoredSaying = Omit<StaffSaying, 'lines' | 'about'> & {
  about: Omit<StaffSaying['about'], 'at'> & { at: string };
  lines: (Omit<StaffLine, 'at'> & { at: string })[];
};

export function sayingOf(stored: StoredSaying): StaffSaying {
  const lines = stored.lines.map((line) => ({ ...line, at: new Date(line.at) }));
  return { ...stored, about: { ...stored.about, at: new Date(stored.about.at) }, lines };
}

@Injectable()
export class WeighingStore {
  /** The weighings, and the events that follow them. */
  async find(tx: Transaction, weighingIds: readonly string[]): Promise<WeighingRecord[]> {
    const rows = await tx.query<WeighingRow>(
      `SELECT weighing_id, after_weighing_id, state, visit_ids, silent_at, revision, from_grams, to_grams, carry, booking, staff
       FROM weighings WHERE weighing_id = ANY($1) OR after_weighing_id = ANY($1)`,
      [weighingIds],
    );
    return rows.map((row) => ({
      weighingId: row.weighing_id,
      afterWeighingId: row.after_weighing_id,
      fromGrams: row.from_grams,
      toGrams: row.to_grams,
      carry: row.carry,
      state: row.state,
      visitIds: row.visit_ids,
      silentAt: row.silent_at,
      revision: row.revision,
      booking: row.booking && { ...row.booking, at: new Date(row.booking.at) },
      staff: (row.staff ?? []).map(sayingOf),
    }));
  }

  async keep(tx: Transaction, { stationId, containerId }: ContainerKey, weighing: WeighingRecord): Promise<void> {
    await tx.query(
      `INSERT INTO weighings (weighing_id, station_id, container_id, state, visit_ids, silent_at, revision, booking,
                              after_weighing_id, from_grams, to_grams, carry, staff)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (weighing_id) DO UPDATE
         SET state = excluded.state, visit_ids = excluded.visit_ids, silent_at = excluded.silent_at,
             revision = excluded.revision, booking = excluded.booking, after_weighing_id = excluded.after_weighing_id,
             from_grams = excluded.from_grams, to_grams = excluded.to_grams, carry = excluded.carry, staff = excluded.staff`,
      [
        weighing.weighingId,
        stationId,
        containerId,
        weighing.state,
        weighing.visitIds,
        weighing.silentAt,
        weighing.revision,
        weighing.booking,
        weighing.afterWeighingId,
        weighing.fromGrams,
        weighing.toGrams,
        weighing.carry,
        weighing.staff.length > 0 ? JSON.stringify(weighing.staff) : null,
      ],
    );
  }
}
