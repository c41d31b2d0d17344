import { type ActivityRecorded } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type ReadModelTables } from './read-model-tables';

/** The copy of activities that events are counted from; their kilos come as entries. */
export class ActivityStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** The newest revision wins, whatever the order of arrival. */
  async keep(
    tx: Transaction,
    { activityId, stationId, revision, cancelled, activity }: ActivityRecorded,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.tables.activities} AS known
         (activity_id, station_id, revision, cancelled, local_date, programme, resident_events)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (activity_id) DO UPDATE
         SET station_id = excluded.station_id, revision = excluded.revision, cancelled = excluded.cancelled,
             local_date = excluded.local_date, programme = excluded.programme, resident_events = excluded.resident_events
         WHERE known.revision < excluded.revision`,
      [activityId, stationId, revision, cancelled, activity.localDate, activity.programme, activity.residentEvents],
    );
  }
}
