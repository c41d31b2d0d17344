import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whether the scale itself said that the load rested. */
export class KeepStability1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE readings ADD COLUMN stable boolean;
      COMMENT ON COLUMN readings.stable IS 'the scale''s own word that the load rests; null when it says nothing of that'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE readings DROP COLUMN stable');
  }
}
