import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddRejectedAt1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- As of usable changes: a gap below is given up long after something above it last came.
      ALTER TABLE rejected_door_changes ADD received_at timestamptz NOT NULL DEFAULT now();
      ALTER TABLE rejected_door_changes ALTER received_at DROP DEFAULT;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE rejected_door_changes DROP COLUMN received_at');
  }
}
