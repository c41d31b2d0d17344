import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type RejectedElement } from '@selvbetjent/devices';
import { type BootKey, type BootMessages, type JudgedBoot, type KnownBoot, lastArrival } from './boot-news';
import { rangesOf, seqsOf } from './domain/seq-ranges';
import { type IncomingReading } from './incoming-readings';
import { ReadingDays } from './reading-days';
import { type NewsSpan } from './spans-of';
import { arrayOf, type ArrayElement } from './sql-array';
import { visitsKey } from './weighing-due.store';

export interface Settled {
  /** The highest seq up to which nothing is missing; 0 when the first one is. */
  contiguousSeq: number;
  /** The first that are. */
  missing: number[];
  /** Another boot of the device was live since this one last was. */
  isContested: boolean;
}

/** What a transaction does for several boots it does in one statement; this finds a boot's part of the result. */
export type OfBoot<T> = (key: BootKey) => T;

interface BootRow {
  device_id: string;
  boot: string;
}

interface OpenedRow extends BootRow {
  clock_samples_ms: string[];
  clock_agreed_ms: string;
  heard_before: Date | null;
  earlier_until: Date | null;
  stored: string;
}

interface SettledRow extends BootRow {
  contiguous: string;
  missing: string[];
  contested: boolean;
}

const RESEND_AT_ONCE = 100;
const CONFLICTS_KEPT = 1_000;

@Injectable()
export class ReadingStore {
  constructor(@Inject(ReadingDays) private readonly days: ReadingDays) {}

  /** Before a transaction that was given up because of `MissingDays` is done again. */
  async makeRoom(days: readonly string[]): Promise<void> {
    await this.days.make(days);
  }

  /** Locks the boots until the transaction ends, so that their messages are taken in one after the other, and keeps visits as they are. */
  async openBoots(tx: Transaction, boots: readonly BootMessages[]): Promise<OfBoot<KnownBoot>> {
    const rows = await tx.query<OpenedRow>(
      `WITH said AS (SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
                            AS message (device_id, boot, heard_at, seqs, container)),
            known AS (SELECT device_id, boot, boots.heard_at FROM boots JOIN said USING (device_id, boot)),
            opened AS (
         INSERT INTO boots (device_id, boot, heard_at) SELECT device_id, boot, heard_at FROM said ORDER BY device_id, boot
         ON CONFLICT (device_id, boot) DO UPDATE SET heard_at = greatest(boots.heard_at, excluded.heard_at)
         RETURNING device_id, boot, clock_samples_ms, clock_agreed_ms, stored),
            locked AS (SELECT * FROM opened ORDER BY device_id, boot OFFSET 0)
       SELECT locked.device_id, locked.boot, clock_samples_ms, clock_agreed_ms, known.heard_at AS heard_before,
              CASE WHEN cardinality(clock_samples_ms) < 2
                   THEN (SELECT max(sent_until) FROM boots AS other
                         WHERE other.device_id = locked.device_id AND other.boot <> locked.boot) END AS earlier_until,
              (stored * seqs::int8multirange)::text AS stored,
              pg_advisory_xact_lock_shared(${visitsKey('container')})::text AS seen
       FROM locked JOIN said USING (device_id, boot) LEFT JOIN known USING (device_id, boot)`,
      [
        boots.map(({ deviceId }) => deviceId),
        boots.map(({ boot }) => boot),
        boots.map(({ messages }) => lastArrival(messages)),
        boots.map(({ messages }) =>
          rangesOf(messages.flatMap(({ message }) => message.readings.map(({ seq }) => seq))),
        ),
        boots.map(({ scale }) => `${scale.stationId}/${scale.containerId}`),
      ],
      'open-boots',
    );
    return ofBoot(rows, (row) => ({
      clock: { samplesMs: row.clock_samples_ms.map(Number), agreedMs: Number(row.clock_agreed_ms) },
      heardBefore: row.heard_before,
      earlierUntil: row.earlier_until,
      stored: seqsOf(row.stored),
    }));
  }

  /**
   * The boots must be open in this transaction, which knows what isn't here yet: a seq is taken in once, whatever comes later under it.
   * @param spans of what is new
   * @throws MissingDays
   */
  async insert(tx: Transaction, boots: readonly JudgedBoot[], spans: readonly NewsSpan[]): Promise<void> {
    this.days.demand(spans, lastArrival(boots.flatMap(({ messages }) => messages)));
    const messages = boots.flatMap((boot) => boot.news.fresh.map((message) => ({ boot, ...message })));
    const readings = messages.flatMap((message) => message.readings);
    const column = (pick: (reading: IncomingReading) => ArrayElement) => arrayOf(readings.map(pick));
    await tx.query(
      `INSERT INTO readings (device_id, boot, station_id, container_id, received_at, seq, raw_at, at,
                             grams, untared_grams, status, temperature, tare_epoch, stable)
       SELECT device_id, boot, station_id, container_id, received_at, seq,
              to_timestamp(at_ms / 1000), to_timestamp((at_ms + clock_correction_ms) / 1000),
              grams, untared_grams, status, temperature, tare_epoch, stable
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::float8[]) WITH ORDINALITY
              AS message (device_id, boot, station_id, container_id, received_at, clock_correction_ms, nth)
       JOIN (SELECT unnest($7::int[]) AS nth, unnest($8::bigint[]) AS seq, unnest($9::float8[]) AS at_ms,
                    unnest($10::bigint[]) AS grams, unnest($11::bigint[]) AS untared_grams, unnest($12::text[]) AS status,
                    unnest($13::real[]) AS temperature, unnest($14::bigint[]) AS tare_epoch,
                    unnest($15::boolean[]) AS stable) AS reading USING (nth)`,
      [
        messages.map(({ boot }) => boot.deviceId),
        messages.map(({ boot }) => boot.boot),
        messages.map(({ boot }) => boot.scale.stationId),
        messages.map(({ boot }) => boot.scale.containerId),
        messages.map(({ receivedAt }) => receivedAt),
        messages.map(({ clockCorrectionMs }) => clockCorrectionMs),
        arrayOf(messages.flatMap((message, index) => message.readings.map(() => index + 1))),
        column(({ seq }) => seq),
        column(({ at }) => at.getTime()),
        column(({ grams }) => grams),
        column(({ untaredGrams }) => untaredGrams ?? null),
        column(({ status }) => status),
        column(({ temperature }) => temperature),
        column(({ tareEpoch }) => tareEpoch),
        column(({ stable }) => stable ?? null),
      ],
      'insert-readings',
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

  /** Closes the boots' books on their messages: what came, what was new, and what it says of the clock and of other boots. */
  async settle(tx: Transaction, boots: readonly JudgedBoot[]): Promise<OfBoot<Settled>> {
    const rows = await tx.query<SettledRow>(
      `WITH said AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bigint[], $8::boolean[], $9::timestamptz[])
                            AS message (device_id, boot, heard, fresh, oldest, clock_samples_ms, clock_agreed_ms, is_live, sent_until)),
            settled AS (
         UPDATE boots SET
           received = received + heard::int8multirange + int8multirange(int8range(1, greatest(oldest, 1))),
           stored = stored + fresh::int8multirange,
           clock_samples_ms = said.clock_samples_ms::bigint[], clock_agreed_ms = said.clock_agreed_ms,
           sent_until = greatest(boots.sent_until, said.sent_until),
           live_at = CASE WHEN is_live THEN heard_at ELSE live_at END,
           contested_at = CASE WHEN is_live AND EXISTS (SELECT 1 FROM boots AS other
                                                        WHERE other.device_id = boots.device_id AND other.boot <> boots.boot
                                                          AND other.live_at > boots.live_at)
                               THEN heard_at ELSE contested_at END
         FROM said WHERE boots.device_id = said.device_id AND boots.boot = said.boot
         RETURNING boots.device_id, boots.boot, received, contested_at = heard_at AS contested)
       SELECT device_id, boot,
              CASE WHEN received @> 1::bigint THEN (SELECT min(upper(part)) - 1 FROM unnest(received) AS part) ELSE 0 END AS contiguous,
              ARRAY(SELECT seq FROM unnest(int8multirange(int8range(1, upper(received))) - received) AS gap,
                                    generate_series(lower(gap), least(upper(gap), lower(gap) + ${RESEND_AT_ONCE}) - 1) AS seq
                    ORDER BY seq LIMIT ${RESEND_AT_ONCE}) AS missing,
              coalesce(contested, false) AS contested
       FROM settled`,
      [
        boots.map(({ deviceId }) => deviceId),
        boots.map(({ boot }) => boot),
        boots.map(({ messages }) =>
          rangesOf(messages.flatMap(({ message }) => [...message.readings, ...message.rejected].map(({ seq }) => seq))),
        ),
        boots.map(({ news }) => rangesOf(news.fresh.flatMap(({ readings }) => readings.map(({ seq }) => seq)))),
        boots.map(({ messages }) => Math.max(...messages.map(({ message }) => message.oldestSeq ?? 1))),
        boots.map(({ news }) => `{${news.clock.samplesMs.join()}}`),
        boots.map(({ news }) => news.clock.agreedMs),
        boots.map(({ news }) => news.isLive),
        boots.map(({ news }) => news.sentUntil),
      ],
      'settle-boots',
    );
    return ofBoot(rows, (row) => ({
      contiguousSeq: Number(row.contiguous),
      missing: row.missing.map(Number),
      isContested: row.contested,
    }));
  }

  /**
   * Of readings whose seqs were here before, keeps those that say something else: the newest thousand, and their count.
   * Raw readings that are past their time can't be compared.
   * @returns their seqs
   */
  async keepConflicts(
    tx: Transaction,
    { deviceId, boot }: BootKey,
    repeated: readonly IncomingReading[],
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
        repeated.map((reading) => reading.untaredGrams ?? null),
        repeated.map((reading) => reading.status),
        receivedAt,
      ],
    );
    const newest = Math.max(0, ...rows.map(({ id }) => id));
    if (newest > CONFLICTS_KEPT)
      await tx.query('DELETE FROM conflicting_readings WHERE id <= $1', [newest - CONFLICTS_KEPT]);
    return rows.map(({ seq }) => seq);
  }

  /**
   * Notes that a device is asked for what is missing.
   * @param pauseMs how long it may take to answer before it is asked again
   * @returns false while it should still be answering: what it was asked for last hasn't all come, and the pause isn't over
   */
  async mayAsk(
    tx: Transaction,
    { deviceId, boot }: BootKey,
    { contiguousSeq, missing }: Settled,
    { now, pauseMs }: { now: Date; pauseMs: number },
  ): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE boots SET asked_again_at = $3, asked_up_to = $5
       WHERE device_id = $1 AND boot = $2 AND (asked_again_at IS NULL OR asked_again_at <= $4 OR asked_up_to <= $6) RETURNING boot`,
      [deviceId, boot, now, new Date(now.getTime() - pauseMs), missing.at(-1) ?? null, contiguousSeq],
    );
    return rows.length > 0;
  }
}

function ofBoot<Row extends BootRow, T>(rows: readonly Row[], read: (row: Row) => T): OfBoot<T> {
  const keyOf = (deviceId: string, boot: string): string => JSON.stringify([deviceId, boot]);
  const found = new Map(rows.map((row) => [keyOf(row.device_id, row.boot), read(row)]));
  return ({ deviceId, boot }) => {
    const one = found.get(keyOf(deviceId, boot));
    if (one === undefined) throw new Error(`The database did not answer for boot ${boot} of ${deviceId}`);
    return one;
  };
}
