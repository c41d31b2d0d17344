import { Inject, Injectable } from '@nestjs/common';
import { type ListScaleAlarms, type ScaleAlarmView } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';

interface Row extends Pick<ScaleAlarmView, 'alarmId' | 'kind' | 'stationId' | 'containerId' | 'deviceId'> {
  since: Date;
  raisedAt: Date;
  clearedAt: Date | null;
  entryId: string | null;
  author: string | null;
  note: string | null;
}

/** As it follows from the conflicting readings that are kept; $1 is now. */
const CONFLICTS = `
  SELECT md5(device_id || '/' || boot)::uuid AS "alarmId", 'reading_conflict' AS kind, station_id AS "stationId",
         container_id AS "containerId", device_id AS "deviceId", min(received_at) AS since, min(received_at) AS "raisedAt",
         CASE WHEN max(received_at) <= $1::timestamptz - interval '1 day' THEN max(received_at) + interval '1 day' END AS "clearedAt",
         NULL::uuid AS "entryId", NULL AS author, NULL AS note
  FROM conflicting_readings JOIN scales USING (device_id)
  GROUP BY device_id, boot, station_id, container_id`;
const WORDS = `
  SELECT md5(entry_id || '/' || station_id || '/' || container_id)::uuid, 'staff_entry_without_subject', station_id, container_id,
         coalesce((SELECT min(device_id) FROM scales
                   WHERE scales.station_id = unplaced.station_id AND scales.container_id = unplaced.container_id), ''),
         at, since, cleared_at, entry_id, author_name, reason
  FROM unplaced_sayings AS unplaced JOIN staff_entries USING (entry_id)`;

/** What staff should look after of scales and of what they entered. */
@Injectable()
export class ListScaleAlarmsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ stationId, standing, before, limit }: ListScaleAlarms): Promise<ScaleAlarmView[]> {
    const rows = await this.database.query<Row>(
      `WITH alarm AS (${CONFLICTS} UNION ALL ${WORDS})
       SELECT * FROM alarm
       WHERE ($2::text IS NULL OR "stationId" = $2)
         AND (NOT $3::boolean OR "clearedAt" IS NULL) AND ($4::timestamptz IS NULL OR "raisedAt" < $4)
       ORDER BY "raisedAt" DESC LIMIT $5`,
      [this.clock.now(), stationId ?? null, standing ?? false, before ?? null, limit],
    );
    return rows.map(viewOf);
  }
}

function viewOf({ since, raisedAt, clearedAt, entryId, author, note, ...row }: Row): ScaleAlarmView {
  return {
    ...row,
    since: since.toISOString(),
    raisedAt: raisedAt.toISOString(),
    clearedAt: clearedAt?.toISOString() ?? null,
    ...(entryId !== null && { entryId }),
    ...(author !== null && { author }),
    ...(note !== null && { note }),
  };
}
