import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** One mark per container and day, so that a long backlog is weighed in pieces. */
export class WeighByDay1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE weighing_due
        ADD COLUMN day date GENERATED ALWAYS AS ((from_at AT TIME ZONE 'UTC')::date) STORED,
        DROP CONSTRAINT weighing_due_pkey;
      ALTER TABLE weighing_due ADD PRIMARY KEY (station_id, container_id, day);
      COMMENT ON COLUMN weighing_due.day IS 'UTC; the span begins on it'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TEMP TABLE due AS SELECT station_id, container_id, min(from_at) AS from_at, max(until_at) AS until_at
        FROM weighing_due GROUP BY 1, 2;
      ALTER TABLE weighing_due DROP COLUMN day;
      DELETE FROM weighing_due;
      ALTER TABLE weighing_due ADD PRIMARY KEY (station_id, container_id);
      INSERT INTO weighing_due SELECT * FROM due;
      DROP TABLE due`);
  }
}
