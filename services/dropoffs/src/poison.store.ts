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
  async keep({ topic, reason, payload, whole, receivedAt }: PoisonPayload): Promise<void> {
    await this.database.query(
      `WITH kept AS (INSERT INTO poison_payloads (topic, reason, payload, whole, received_at)
                     VALUES ($1, $2, $3, $4, $5) RETURNING id)
       DELETE FROM poison_payloads WHERE id <= (SELECT id FROM kept) - ${KEPT}`,
      [topic.slice(0, KEPT_TOPIC), reason, payload, whole, receivedAt],
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
          OR topic IN (SELECT topic FROM scales WHERE station_id = $1)
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
