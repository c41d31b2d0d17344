import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How far a device was asked for what is missing, so that it is asked for more as soon as that has come. */
export class RememberAskedSeqs1795500100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE boots ADD COLUMN asked_up_to bigint;
      COMMENT ON COLUMN boots.asked_up_to IS 'the highest seq that was last asked for'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE boots DROP COLUMN asked_up_to');
  }
}
