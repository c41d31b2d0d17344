import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddVisitDeadlines1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- When an open visit ends by rule, whatever its doors say or don't.
      ALTER TABLE visits ADD deadline_at timestamptz;
      UPDATE visits SET deadline_at = opened_at + interval '4 hours' WHERE closed_at IS NULL;
      CREATE INDEX visits_open ON visits (deadline_at) WHERE closed_at IS NULL AND NOT withdrawn;

      CREATE TABLE door_allowances (
        door_id       text             PRIMARY KEY,
        commands_left double precision NOT NULL,
        at            timestamptz      NOT NULL
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE door_allowances; DROP INDEX visits_open; ALTER TABLE visits DROP COLUMN deadline_at',
    );
  }
}
