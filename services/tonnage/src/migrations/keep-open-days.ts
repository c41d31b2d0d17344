import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createCompletenessTables, LIVE } from '../read-model-tables';
import { sumVisitHours } from '../recompute-sums';

/**
 * Open days and sums of visits. Open days come with each station's next snapshot, which is at most an hour away; until then they are worked
 * out when somebody asks. A new database has these tables already.
 */
export class KeepOpenDays1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stations ADD COLUMN IF NOT EXISTS open_until date;
      DROP TABLE IF EXISTS open_days, open_sums, visit_sums;
      ${createCompletenessTables(LIVE)}`);
    await runner.query(sumVisitHours(LIVE));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE open_days, open_sums, visit_sums; ALTER TABLE stations DROP COLUMN open_until');
  }
}
