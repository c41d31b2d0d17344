import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type Reading, type RejectedElement } from '@selvbetjent/devices';
import { type ClockOffset } from '@selvbetjent/devices';
import { ReadingDays } from './reading-days';
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

/** A reading that was taken in; `at` is corrected. */
export interface NewReading {
  seq: number;
  at: Date;
}

export interface SettledMessage {
  /** Of readings and rejected elements; all count as received. */
  seqs: number[];
  /** Everything below is gone; null when the device doesn't say. */
  oldestSeq: number | null;
  newSeqs: number[];
  clock: ClockOffset;
  /** Whether it brought a new reading of the present. */
  isLive: boolean;
}

export interface Settled {
  contiguousSeq: number;
  missing: number[];
  /** Another boot of the device was live since this one last was. */
  isContested: boolean;
}

const RESEND_AT_ONCE = 100;
const CONFLICTS_KEPT = 1_000;

@Injectable()
export class ReadingStore {
  constructor(@Inject(ReadingDays) private readonly days: ReadingDays) {}

  /** Before the transaction that brings readings of these instants. */
  async makeRoom(instants: readonly Date[], now: Date): Promise<void> {
    await this.days.ensure(instants, now);
  }

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

  /**
   * A seq is taken in once, whatever comes later under it. The boot must be open in this transaction.
   * @returns those that were not here yet
   */
  async insert(
    tx: Transaction,
    { scale, boot, receivedAt }: { scale: PlacedScale; boot: string; receivedAt: Date },
    readings: readonly CorrectedReading[],
  ): Promise<NewReading[]> {
    const column = <T>(pick: (reading: CorrectedReading) => T): T[] => readings.map(pick);
    return tx.query<NewReading>(
      `INSERT INTO readings (device_id, boot, station_id, container_id, received_at,
                             seq, at, raw_at, grams, untared_grams, status, temperature, tare_epoch)
       SELECT $1::text, $2::text, $3::text, $4::text, $5::timestamptz, element.*
       FROM unnest($6::bigint[], $7::timestamptz[], $8::timestamptz[], $9::bigint[], $10::bigint[], $11::text[],
                   $12::real[], $13::bigint[]) AS element (seq)
       JOIN boots ON boots.device_id = $1 AND boots.boot = $2 AND NOT stored @> seq
       RETURNING seq, at`,
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
  }

  /** @returns which of these instants, by the device's own clock, it has readings of already (epoch milliseconds) */
  async heardAt(tx: Transaction, deviceId: string, instants: readonly Date[]): Promise<Set<number>> {
    const rows = await tx.query<{ raw_at: Date }>(
      'SELECT raw_at FROM readings WHERE device_id = $1 AND raw_at = ANY($2::timestamptz[])',
      [deviceId, instants],
    );
    return new Set(rows.map((row) => row.raw_at.getTime()));
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

  /**
   * Closes the boot's books on a message: what came, what was new, and what it says of the clock and of other boots.
   * @returns the highest seq up to which nothing is missing (0 when the first one is), and the first that are
   */
  async settle(tx: Transaction, { deviceId, boot }: BootKey, message: SettledMessage): Promise<Settled> {
    const [row] = await tx.query<{ contiguous: number; missing: string[]; contested: boolean }>(
      `WITH settled AS (
         UPDATE boots SET
           received = received + seqs_of($3::bigint[]) + int8multirange(int8range(1, greatest($4::bigint, 1))),
           stored = stored + seqs_of($5::bigint[]),
           clock_samples_ms = $6, clock_agreed_ms = $7,
           live_at = CASE WHEN $8 THEN heard_at ELSE live_at END,
           contested_at = CASE WHEN $8 AND EXISTS (SELECT 1 FROM boots AS other
                                                   WHERE other.device_id = $1 AND other.boot <> $2 AND other.live_at > boots.live_at)
                               THEN heard_at ELSE contested_at END
         WHERE device_id = $1 AND boot = $2 RETURNING received, contested_at = heard_at AS contested)
       SELECT CASE WHEN received @> 1::bigint THEN (SELECT min(upper(part)) - 1 FROM unnest(received) AS part) ELSE 0 END AS contiguous,
              ARRAY(SELECT seq FROM unnest(int8multirange(int8range(1, upper(received))) - received) AS gap,
                                    generate_series(lower(gap), least(upper(gap), lower(gap) + $9) - 1) AS seq
                    ORDER BY seq LIMIT $9) AS missing,
              coalesce(contested, false) AS contested
       FROM settled`,
      [
        deviceId,
        boot,
        message.seqs,
        message.oldestSeq ?? 1,
        message.newSeqs,
        message.clock.samplesMs,
        message.clock.agreedMs,
        message.isLive,
        RESEND_AT_ONCE,
      ],
    );
    return {
      contiguousSeq: row?.contiguous ?? 0,
      missing: (row?.missing ?? []).map(Number),
      isContested: row?.contested ?? false,
    };
  }

  /**
   * Of readings whose seqs were here before, keeps those that say something else: the newest thousand, and their count.
   * Raw readings that are past their time can't be compared.
   * @returns their seqs
   */
  async keepConflicts(
    tx: Transaction,
    { deviceId, boot }: BootKey,
    repeated: readonly CorrectedReading[],
    receivedAt: Date,
  ): Promise<number[]> {
    const rows = await tx.query<{ id: number; seq: number }>(
      `WITH said AS (SELECT * FROM unnest($3::bigint[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::text[])
                            AS element (seq, raw_at, grams, untared_grams, status)),
            odd AS (
         INSERT INTO conflicting_readings (device_id, boot, seq, content, received_at)
         SELECT $1, $2, said.seq, json_build_object('at', said.raw_at, 'grams', said.grams, 'status', said.status)::text, $8
         FROM said JOIN readings ON readings.device_id = $1 AND readings.boot = $2 AND readings.seq = said.seq
         WHERE (said.raw_at, said.grams, said.untared_grams, said.status)
               IS DISTINCT FROM (readings.raw_at, readings.grams, readings.untared_grams, readings.status)
         ON CONFLICT DO NOTHING RETURNING id, seq),
            counted AS (UPDATE boots SET conflicts = conflicts + (SELECT count(*) FROM odd)
                        WHERE device_id = $1 AND boot = $2 AND EXISTS (SELECT 1 FROM odd))
       SELECT id, seq FROM odd`,
      [
        deviceId,
        boot,
        repeated.map((reading) => reading.seq),
        repeated.map((reading) => reading.at),
        repeated.map((reading) => reading.grams),
        repeated.map((reading) => reading.untaredGrams),
        repeated.map((reading) => reading.status),
        receivedAt,
      ],
    );
    const newest = Math.max(0, ...rows.map(({ id }) => id));
    if (newest > CONFLICTS_KEPT)
      await tx.query('DELETE FROM conflicting_readings WHERE id <= $1', [newest - CONFLICTS_KEPT]);
    return rows.map(({ seq }) => seq);
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
