import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The version that a write made goes with its answer, also when that is given again. */
export class KeepEtags1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answered_write ADD COLUMN etag text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answered_write DROP COLUMN etag');
  }
}
