import { type Transaction } from '@selvbetjent/database';

type Query = Transaction['query'];

export interface RepublishOptions {
  /** A fact's type, as `dropoffs.drop-off.recorded.v1`; all types without it. */
  type?: string;
  stationId?: string;
  /** Only what was committed at this instant or later. */
  since?: Date;
}

/**
 * Puts facts of the service's outbox, from its beginning, before the relay again: under their first ids, in their first order.
 * Readers recognise what they had; JetStream itself drops what it took within the last ten minutes.
 * @returns how many
 */
export async function republish(query: Query, { type, stationId, since }: RepublishOptions = {}): Promise<number> {
  const rows = await query(
    `UPDATE outbox SET published_at = NULL
     WHERE published_at IS NOT NULL AND ($1::text IS NULL OR envelope->>'type' = $1)
       AND ($2::text IS NULL OR station_id = $2) AND ($3::timestamptz IS NULL OR created_at >= $3) RETURNING position`,
    [type ?? null, stationId ?? null, since ?? null],
  );
  return rows.length;
}

export interface DeadLetterLine {
  event_id: string;
  type: string;
  station_id: string;
  reason: string;
  failed_at: Date;
}

/** @returns the service's dead letters that nobody has replayed with success, oldest first. */
export function openDeadLetters(query: Query): Promise<DeadLetterLine[]> {
  return query(
    'SELECT event_id, type, station_id, reason, failed_at FROM dead_letters WHERE replayed_at IS NULL ORDER BY failed_at',
  );
}

/**
 * Asks the service to handle dead letters again; it does so within seconds.
 * @param eventIds all open ones when absent
 * @returns how many
 */
export async function requestReplay(query: Query, eventIds?: readonly string[]): Promise<number> {
  const rows = await query(
    `UPDATE dead_letters SET replay_requested_at = now()
     WHERE replayed_at IS NULL AND ($1::text[] IS NULL OR event_id = ANY($1)) RETURNING event_id`,
    [eventIds ?? null],
  );
  return rows.length;
}
