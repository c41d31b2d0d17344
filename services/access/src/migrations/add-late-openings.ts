import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddLateOpenings1763900002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What became of an attempt after the resident had been told that it failed or that nobody knew.
      ALTER TABLE attempts ADD late_result_at timestamptz, ADD opened_late_at timestamptz;
      ALTER TABLE visits ADD leaf_opened_at timestamptz;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE visits DROP COLUMN leaf_opened_at;
      ALTER TABLE attempts DROP COLUMN late_result_at, DROP COLUMN opened_late_at;`);
  }
}
