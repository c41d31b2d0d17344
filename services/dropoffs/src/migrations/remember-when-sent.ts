import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Tells a boot's first message that waited from one of a clock that is behind. */
export class RememberWhenSent1795700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE boots ADD COLUMN sent_until timestamptz;
      COMMENT ON COLUMN boots.sent_until IS 'when the device sent its last message of the boot, by our clock'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE boots DROP COLUMN sent_until');
  }
}
