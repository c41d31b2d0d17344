import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** In which minutes the scales worked, as it was told. */
export class AddCoverage1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scale_hours (
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        hour         timestamptz NOT NULL,
        minutes      text        NOT NULL,
        revision     integer     NOT NULL,
        PRIMARY KEY (station_id, container_id, hour)
      );
      COMMENT ON COLUMN scale_hours.minutes IS '60 bits in hexadecimal; the first one is minute 0';

      CREATE TABLE coverage_progress (looked_until timestamptz NOT NULL);
      INSERT INTO coverage_progress VALUES ('-infinity');
      CREATE INDEX readings_by_receipt ON readings USING brin (received_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX readings_by_receipt; DROP TABLE coverage_progress, scale_hours');
  }
}
