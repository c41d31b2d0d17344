import { Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type Reading, type RejectedElement } from '@selvbetjent/devices';
import { type ClockOffset } from '@selvbetjent/devices';
import { type PlacedScale } from './scale.store';

/** A reading as it is stored: by our clock as far as the device's is known to be wrong. */
export interface CorrectedReading extends Reading {
  correctedAt: Date;
  /** Where the device reports it beside a tared weight. */
  untaredGrams: number | null;
}

export interface BootKey {
  deviceId: string;
  boot: string;
}

/** What is known of a boot when a message of it comes. */
export interface OpenBoot {
  clock: ClockOffset;
  /** Our clock, when its last message came; null when there was none. */
  heardBefore: Date | null;
}

/** Seqs that are new, rejected or gone; all count as received. */
export interface ReceivedSeqs {
  seqs: number[];
  /** Everything below is gone; null when the device doesn't say. */
  oldestSeq: number | null;
}

const RESEND_AT_ONCE = 100;

@Injectable()
export class ReadingStore {
  /** Locks the boot until the transaction ends, so that its messages are taken in one after the other. */
  async openBoot(tx: Transaction, { deviceId, boot }: BootKey, heardAt: Date): Promise<OpenBoot> {
    const [row] = await tx.query<{ clock_samples_ms: string[]; clock_agreed_ms: number; heard_before: Date | null }>(
      `WITH known AS (SELECT heard_at FROM boots WHERE device_id = $1 AND boot = $2)
       INSERT INTO boots (device_id, boot, heard_at) VALUES ($1, $2, $3)
       ON CONFLICT (device_id, boot) DO UPDATE SET heard_at = greatest(boots.heard_at, excluded.heard_at)
       RETURNING clock_samples_ms, clock_agreed_ms, (SELECT heard_at FROM known) AS heard_before`,
      [deviceId, boot, heardAt],
    );
    const clock = { samplesMs: (row?.clock_samples_ms ?? []).map(Number), agreedMs: row?.clock_agreed_ms ?? 0 };
    return { clock, heardBefore: row?.heard_before ?? null };
  }

  async keepClock(tx: Transaction, { deviceId, boot }: BootKey, clock: ClockOffset): Promise<void> {
    await tx.query('UPDATE boots SET clock_samples_ms = $3, clock_agreed_ms = $4 WHERE device_id = $1 AND boot = $2', [
      deviceId,
      boot,
      clock.samplesMs,
      clock.agreedMs,
    ]);
  }

  /** @returns the instants of those that were not here yet. */
  async insert(
    tx: Transaction,
    { scale, boot, receivedAt }: { scale: PlacedScale; boot: string; receivedAt: Date },
    readings: readonly CorrectedReading[],
  ): Promise<Date[]> {
    const column = <T>(pick: (reading: CorrectedReading) => T): T[] => readings.map(pick);
    const rows = await tx.query<{ at: Date }>(
      `INSERT INTO readings (device_id, boot, station_id, container_id, received_at,
                             seq, at, raw_at, grams, untared_grams, status, temperature, tare_epoch)
       SELECT $1::text, $2::text, $3::text, $4::text, $5::timestamptz, element.*
       FROM unnest($6::bigint[], $7::timestamptz[], $8::timestamptz[], $9::bigint[], $10::bigint[], $11::text[],
                   $12::real[], $13::bigint[]) AS element
       ON CONFLICT DO NOTHING RETURNING at`,
      [
        scale.deviceId,
        boot,
        scale.stationId,
        scale.containerId,
        receivedAt,
        column((reading) => reading.seq),
        column((reading) => reading.correctedAt),
        column((reading) => reading.at),
        column((reading) => reading.grams),
        column((reading) => reading.untaredGrams),
        column((reading) => reading.status),
        column((reading) => reading.temperature),
        column((reading) => reading.tareEpoch),
      ],
    );
    return rows.map((row) => row.at);
  }

  async reject(
    tx: Transaction,
    { deviceId, boot }: BootKey,
    elements: readonly RejectedElement[],
    receivedAt: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO rejected_readings (device_id, boot, received_at, seq, reason, raw)
       SELECT $1::text, $2::text, $3::timestamptz, element.* FROM unnest($4::bigint[], $5::text[], $6::text[]) AS element
       ON CONFLICT DO NOTHING`,
      [
        deviceId,
        boot,
        receivedAt,
        elements.map((element) => element.seq),
        elements.map((element) => element.reason),
        elements.map((element) => element.raw),
      ],
    );
  }

  /** @returns the highest seq up to which nothing is missing (0 when the first one is), and the first that are. */
  async markReceived(
    tx: Transaction,
    { deviceId, boot }: BootKey,
    { seqs, oldestSeq }: ReceivedSeqs,
  ): Promise<{ contiguousSeq: number; missing: number[] }> {
    const [row] = await tx.query<{ contiguous: number; missing: string[] }>(
      `WITH marked AS (
         UPDATE boots SET received = received
           + coalesce((SELECT range_agg(int8range(seq, seq + 1)) FROM unnest($3::bigint[]) AS seq), '{}')
           + int8multirange(int8range(1, greatest($4::bigint, 1)))
         WHERE device_id = $1 AND boot = $2 RETURNING received)
       SELECT CASE WHEN received @> 1::bigint THEN (SELECT min(upper(part)) - 1 FROM unnest(received) AS part) ELSE 0 END AS contiguous,
              ARRAY(SELECT seq FROM unnest(int8multirange(int8range(1, upper(received))) - received) AS gap,
                                    generate_series(lower(gap), least(upper(gap), lower(gap) + $5) - 1) AS seq
                    ORDER BY seq LIMIT $5) AS missing
       FROM marked`,
      [deviceId, boot, seqs, oldestSeq ?? 1, RESEND_AT_ONCE],
    );
    return { contiguousSeq: row?.contiguous ?? 0, missing: (row?.missing ?? []).map(Number) };
  }

  /** @returns whether it is time to ask for missing seqs (again), and notes that it is done. */
  async mayAskAgain(tx: Transaction, { deviceId, boot }: BootKey, now: Date, pauseMs: number): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE boots SET asked_again_at = $3
       WHERE device_id = $1 AND boot = $2 AND (asked_again_at IS NULL OR asked_again_at <= $4) RETURNING boot`,
      [deviceId, boot, now, new Date(now.getTime() - pauseMs)],
    );
    return rows.length > 0;
  }
}
