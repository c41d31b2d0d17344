import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Copies of what others own: stations with their scales, and visits. */
export class CreateRegistry1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stations (
        station_id  text        PRIMARY KEY,
        revision    integer     NOT NULL,
        snapshot    jsonb       NOT NULL,
        received_at timestamptz NOT NULL
      );

      CREATE TABLE scales (
        device_id        text    PRIMARY KEY,
        station_id       text    NOT NULL REFERENCES stations,
        container_id     text    NOT NULL,
        dialect          text    NOT NULL,
        topic            text,
        resolution_grams integer NOT NULL,
        max_grams        bigint  NOT NULL
      );
      CREATE INDEX scales_by_topic ON scales (topic);
      CREATE INDEX scales_by_container ON scales (station_id, container_id);

      CREATE TABLE visits (
        visit_id     uuid        PRIMARY KEY,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        revision     integer     NOT NULL,
        opened_at    timestamptz,
        closed_at    timestamptz,
        closed_by    text,
        withdrawn    boolean     NOT NULL DEFAULT false,
        heard_at     timestamptz NOT NULL,
        weighing_id  uuid
      );
      CREATE INDEX visits_of_container ON visits (station_id, container_id, opened_at);
      CREATE INDEX visits_by_close ON visits (station_id, container_id, closed_at);
      CREATE INDEX visits_of_weighing ON visits (weighing_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE visits, scales, stations');
  }
}
