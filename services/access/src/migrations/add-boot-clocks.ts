import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddBootClocks1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What to add to the boot's clock to get ours, as its live messages showed; null when none was heard.
      ALTER TABLE door_boots ADD clock_offset_ms bigint;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE door_boots DROP COLUMN clock_offset_ms');
  }
}
