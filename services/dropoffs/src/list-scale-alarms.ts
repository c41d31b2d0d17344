import { Inject, Injectable } from '@nestjs/common';
import { type ListScaleAlarms, type ScaleAlarmView } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';

type Row = Omit<ScaleAlarmView, 'kind' | 'since' | 'raisedAt' | 'clearedAt'> & { since: Date; clearedAt: Date | null };

/** What staff should look after of scales, as it follows from the conflicting readings that are kept. */
@Injectable()
export class ListScaleAlarmsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ stationId, standing, before, limit }: ListScaleAlarms): Promise<ScaleAlarmView[]> {
    const rows = await this.database.query<Row>(
      `WITH alarm AS (
         SELECT md5(device_id || '/' || boot)::uuid AS "alarmId", station_id AS "stationId", container_id AS "containerId",
                device_id AS "deviceId", min(received_at) AS since,
                CASE WHEN max(received_at) <= $1::timestamptz - interval '1 day' THEN max(received_at) + interval '1 day' END AS "clearedAt"
         FROM conflicting_readings JOIN scales USING (device_id)
         WHERE $2::text IS NULL OR station_id = $2
         GROUP BY device_id, boot, station_id, container_id)
       SELECT * FROM alarm
       WHERE (NOT $3::boolean OR "clearedAt" IS NULL) AND ($4::timestamptz IS NULL OR since < $4)
       ORDER BY since DESC LIMIT $5`,
      [this.clock.now(), stationId ?? null, standing ?? false, before ?? null, limit],
    );
    return rows.map(({ since, clearedAt, ...row }) => ({
      ...row,
      kind: 'reading_conflict',
      since: since.toISOString(),
      raisedAt: since.toISOString(),
      clearedAt: clearedAt?.toISOString() ?? null,
    }));
  }
}
