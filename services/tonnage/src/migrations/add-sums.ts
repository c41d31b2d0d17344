import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTables, LIVE } from '../read-model-tables';
import { recomputeSums } from '../recompute-sums';

/**
 * Sums beside the copies of facts. How a row was weighed was not kept until now: those rows say `unknown` until the read model
 * is rebuilt from facts. All of them were brought by households.
 */
export class AddSums1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW standing_weighings;
      ALTER TABLE entries RENAME TO old_entries;
      ALTER TABLE visits RENAME TO old_visits;
      ALTER TABLE stations RENAME TO old_stations;
      ${createTables(LIVE)}
      INSERT INTO stations SELECT station_id, revision, snapshot, received_at FROM old_stations;
      INSERT INTO entries
        SELECT entry_id, weighing_id, revision, local_date, station_id, container_id, stream, fraction, kind, quality,
               'household', 'unknown', reason, grams, visit_ids FROM old_entries;
      INSERT INTO visits
        SELECT visit_id, station_id, container_id, revision, NULL, CASE WHEN NOT withdrawn THEN closed_at END, withdrawn, 0
        FROM old_visits;
      DROP TABLE old_entries, old_visits, old_stations;`);
    for (const statement of recomputeSums(LIVE)) await runner.query(statement);
  }

  async down(): Promise<void> {
    return Promise.reject(new Error('Put a back-up back in its place: the tables before this one held less.'));
  }
}
