import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { type ContainerKey } from './container-key';
import { sayingOf, type StaffSaying, type StoredSaying } from './weighing.store';

const OF_CONTAINER = 'station_id = $1 AND container_id = $2';

/** What staff said of weighings that nobody finds any more; an alarm stands until the weighing is back, or staff have entered anew. */
@Injectable()
export class UnplacedSayingStore {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  async of(tx: Transaction, { stationId, containerId }: ContainerKey): Promise<StaffSaying[]> {
    const rows = await tx.query<{ saying: StoredSaying }>(
      `SELECT saying FROM unplaced_sayings WHERE ${OF_CONTAINER} AND cleared_at IS NULL ORDER BY since, entry_id`,
      [stationId, containerId],
    );
    return rows.map(({ saying }) => sayingOf(saying));
  }

  async settle(
    tx: Transaction,
    { stationId, containerId }: ContainerKey,
    { placed, unplaced }: { placed: readonly StaffSaying[]; unplaced: readonly StaffSaying[] },
  ): Promise<void> {
    const now = this.clock.now();
    if (placed.length > 0) {
      await tx.query(
        `UPDATE unplaced_sayings SET cleared_at = $3 WHERE ${OF_CONTAINER} AND entry_id = ANY($4) AND cleared_at IS NULL`,
        [stationId, containerId, now, placed.map(({ entryId }) => entryId)],
      );
    }
    for (const saying of unplaced) {
      await tx.query(
        `INSERT INTO unplaced_sayings AS unplaced (entry_id, station_id, container_id, at, saying, since) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (entry_id, station_id, container_id) DO UPDATE
           SET since = excluded.since, cleared_at = NULL WHERE unplaced.cleared_at IS NOT NULL`,
        [saying.entryId, stationId, containerId, saying.about.at, { ...saying, lines: [] }, now],
      );
    }
  }

  /** Whoever enters what happened within two hours of it has looked after it. */
  async clearAround(tx: Transaction, { stationId, containerId }: ContainerKey, at: Date): Promise<void> {
    await tx.query(
      `UPDATE unplaced_sayings SET cleared_at = $3
       WHERE ${OF_CONTAINER} AND cleared_at IS NULL
         AND at BETWEEN $4::timestamptz - interval '2 hours' AND $4::timestamptz + interval '2 hours'`,
      [stationId, containerId, this.clock.now(), at],
    );
  }
}
