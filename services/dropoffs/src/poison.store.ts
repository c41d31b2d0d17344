import { Inject, Injectable } from '@nestjs/common';
import { type PoisonView } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';

export interface PoisonPayload {
  topic: string;
  reason: string;
  payload: Buffer;
  /** Nothing was cut or taken out of it. */
  whole: boolean;
  receivedAt: Date;
}

const KEPT = 1_000;
const KEPT_TOPIC = 500;
const SHOWN = 500;

/** The newest messages that could not be used, with the reason; a window, not an archive. */
@Injectable()
export class PoisonStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** One statement: a flood of rubbish must cost little. */
  async keep(payloads: readonly PoisonPayload[]): Promise<void> {
    const newest = payloads.slice(-KEPT);
    await this.database.query(
      `WITH kept AS (INSERT INTO poison_payloads (topic, reason, payload, whole, received_at)
                     SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::boolean[], $5::timestamptz[]) RETURNING id)
       DELETE FROM poison_payloads WHERE id <= (SELECT max(id) FROM kept) - ${KEPT}`,
      [
        newest.map(({ topic }) => topic.slice(0, KEPT_TOPIC)),
        newest.map(({ reason }) => reason),
        newest.map(({ payload }) => payload),
        newest.map(({ whole }) => whole),
        newest.map(({ receivedAt }) => receivedAt),
      ],
      'keep-poison',
    );
  }

  /** Newest first. With a station only what came from it, by native topic or by a topic that the registry names. */
  async list(stationId: string | null, limit: number): Promise<PoisonView[]> {
    const rows = await this.database.query<
      Omit<PoisonView, 'receivedAt' | 'replayedAt' | 'text'> & {
        payload: Buffer;
        receivedAt: Date;
        replayedAt: Date | null;
      }
    >(
      `SELECT id, topic, reason, payload, whole AS replayable, received_at AS "receivedAt", replayed_at AS "replayedAt"
       FROM poison_payloads
       WHERE $1::text IS NULL OR starts_with(topic, 'selvbetjent/v1/' || $1 || '/')
          OR topic IN (SELECT unnest(ARRAY[topic, 'https/' || device_id]) FROM scales WHERE station_id = $1)
       ORDER BY id DESC LIMIT $2`,
      [stationId, limit],
    );
    return rows.map(({ payload, receivedAt, replayedAt, ...row }) => ({
      ...row,
      text: payload.toString('utf8').slice(0, SHOWN),
      receivedAt: receivedAt.toISOString(),
      replayedAt: replayedAt?.toISOString() ?? null,
    }));
  }

  /** Oldest first: those that are whole and weren't replayed yet; all, or these. */
  replayable(ids: readonly number[] | null): Promise<(Omit<PoisonPayload, 'whole'> & { id: number })[]> {
    return this.database.query(
      `SELECT id, topic, reason, payload, received_at AS "receivedAt" FROM poison_payloads
       WHERE whole AND replayed_at IS NULL AND ($1::bigint[] IS NULL OR id = ANY($1)) ORDER BY id`,
      [ids],
    );
  }

  async markReplayed(id: number, at: Date): Promise<void> {
    await this.database.query('UPDATE poison_payloads SET replayed_at = $2 WHERE id = $1', [id, at]);
  }
}
