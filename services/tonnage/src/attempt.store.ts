import { type AttemptHourCount } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { hourOf } from './domain/visit-hours';
import { HOUR_OF_WEEK, hoursWithin } from './local-hours';
import { type ReadModelTables } from './read-model-tables';
import { type DateRange } from './summed-range';
import { type AttemptCopy } from './fact-copies';

/** How attempts ended, by hour. Of an attempt only its hour is kept. */
export class AttemptStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** The newest revision wins, whatever the order of arrival. */
  async keep(tx: Transaction, attempt: AttemptCopy): Promise<void> {
    const { attemptId, stationId, containerId, revision, ending, reason } = attempt;
    const [known] = await tx.query<{ revision: number }>(
      `SELECT revision FROM ${this.tables.attempts} WHERE attempt_id = $1`,
      [attemptId],
    );
    if (known && known.revision >= revision) return;
    if (known) await this.count(tx, attemptId, -1);
    await tx.query(
      `INSERT INTO ${this.tables.attempts} (attempt_id, station_id, container_id, revision, hour, ending, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (attempt_id) DO UPDATE
         SET revision = excluded.revision, hour = excluded.hour, ending = excluded.ending, reason = excluded.reason`,
      [attemptId, stationId, containerId, revision, hourOf(new Date(attempt.at)), ending, reason],
    );
    await this.count(tx, attemptId, 1);
  }

  /** Attempts that ended in the range, by the station's hour of the week. */
  byHourOfWeek(db: Pick<Transaction, 'query'>, { from, to, stationId }: DateRange): Promise<AttemptHourCount[]> {
    return db.query<AttemptHourCount>(
      `SELECT ${HOUR_OF_WEEK}, ending, nullif(reason, '') AS reason, sum(attempts)::bigint AS attempts
       FROM ${hoursWithin(this.tables, this.tables.attempt_hours)}
       WHERE attempts > 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      [from, to, stationId],
    );
  }

  private async count(tx: Transaction, attemptId: string, by: 1 | -1): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.tables.attempt_hours} AS hours (station_id, container_id, hour, ending, reason, attempts)
       SELECT station_id, container_id, hour, ending, reason, $2 FROM ${this.tables.attempts} WHERE attempt_id = $1
       ON CONFLICT (station_id, container_id, hour, ending, reason)
         DO UPDATE SET attempts = hours.attempts + excluded.attempts`,
      [attemptId, by],
    );
  }
}
