import { type ScaleCovered } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type ReadModelTables } from './read-model-tables';

/** In which minutes the scales worked. */
export class ScaleHourStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** The newest revision wins, whatever the order of arrival. @returns whether this is it */
  async keep(tx: Transaction, covered: ScaleCovered): Promise<boolean> {
    const { stationId, containerId, hour, minutes, revision } = covered;
    const kept = await tx.query(
      `INSERT INTO ${this.tables.scale_hours} AS known (station_id, container_id, hour, revision, minutes)
       VALUES ($1, $2, $3, $4, ('x' || $5)::bit(60))
       ON CONFLICT (station_id, container_id, hour) DO UPDATE
         SET revision = excluded.revision, minutes = excluded.minutes WHERE known.revision < excluded.revision
       RETURNING 1`,
      [stationId, containerId, hour, revision, minutes],
    );
    return kept.length > 0;
  }
}
