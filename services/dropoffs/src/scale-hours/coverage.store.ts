import { Inject, Injectable } from '@nestjs/common';
import { type ScaleDialect } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type ContainerKey } from '../container-key';

/** An hour of a container that readings have come for. */
export interface DueHour extends ContainerKey {
  hour: Date;
  dialect: ScaleDialect;
}

/** In which minutes the scales worked, and how far that has been looked into. */
@Injectable()
export class CoverageStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * The hours that are over and that readings came for since we last looked, with those that they reach into. Older receipts
   * are looked at again: an hour may only now be over, and a transaction may have committed late.
   */
  dueHours(now: Date): Promise<DueHour[]> {
    return this.database.query<DueHour>(
      `SELECT DISTINCT readings.station_id AS "stationId", readings.container_id AS "containerId", hour, dialect
       FROM readings JOIN scales USING (device_id),
            LATERAL (VALUES (date_trunc('hour', at - interval '11 minutes')), (date_trunc('hour', at)),
                            (date_trunc('hour', at + interval '11 minutes'))) AS reached (hour)
       WHERE readings.received_at >= (SELECT looked_until FROM coverage_progress) - interval '90 minutes'
         AND hour + interval '1 hour' <= $1::timestamptz - interval '1 minute'
       ORDER BY hour, 1, 2`,
      [now],
    );
  }

  async lookedUntil(now: Date): Promise<void> {
    await this.database.query('UPDATE coverage_progress SET looked_until = $1', [now]);
  }

  /** The instants of good readings in the hour and up to a silence before and after it. */
  async readingsAround(
    tx: Transaction,
    { stationId, containerId, hour }: DueHour,
    silenceMs: number,
  ): Promise<number[]> {
    const rows = await tx.query<{ at: Date }>(
      `SELECT at FROM readings
       WHERE station_id = $1 AND container_id = $2 AND status = 'ok'
         AND at BETWEEN $3::timestamptz - $4 * interval '1 millisecond'
                    AND $3::timestamptz + interval '1 hour' + $4 * interval '1 millisecond'
       ORDER BY at`,
      [stationId, containerId, hour, silenceMs],
    );
    return rows.map(({ at }) => at.getTime());
  }

  /** @returns the hour's new revision; null when that is known, or nothing was covered and nothing ever said. */
  async keep(tx: Transaction, { stationId, containerId, hour }: DueHour, minutes: string): Promise<number | null> {
    const [row] = await tx.query<{ revision: number }>(
      `INSERT INTO scale_hours AS known (station_id, container_id, hour, minutes, revision)
       SELECT $1, $2, $3::timestamptz, $4, 1
       WHERE $4 <> '000000000000000'
         OR EXISTS (SELECT 1 FROM scale_hours WHERE station_id = $1 AND container_id = $2 AND hour = $3::timestamptz)
       ON CONFLICT (station_id, container_id, hour) DO UPDATE SET minutes = excluded.minutes, revision = known.revision + 1
         WHERE known.minutes <> excluded.minutes
       RETURNING revision`,
      [stationId, containerId, hour, minutes],
    );
    return row?.revision ?? null;
  }
}
