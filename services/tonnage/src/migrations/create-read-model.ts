import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What reports are made of, all of it rebuildable from facts: ledger rows, visits and stations. */
export class CreateReadModel1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stations (
        station_id  text        PRIMARY KEY,
        revision    integer     NOT NULL,
        snapshot    jsonb       NOT NULL,
        received_at timestamptz NOT NULL
      );

      CREATE TABLE visits (
        visit_id     uuid        PRIMARY KEY,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        revision     integer     NOT NULL,
        closed_at    timestamptz,
        withdrawn    boolean     NOT NULL
      );
      CREATE INDEX visits_by_close ON visits (station_id, closed_at);

      CREATE TABLE entries (
        entry_id     uuid    PRIMARY KEY,
        weighing_id  uuid    NOT NULL,
        revision     integer NOT NULL,
        local_date   date    NOT NULL,
        station_id   text    NOT NULL,
        container_id text    NOT NULL,
        stream       text    NOT NULL,
        fraction     text    NOT NULL,
        kind         text    NOT NULL,
        quality      text    NOT NULL,
        reason       text,
        grams        bigint  NOT NULL,
        visit_ids    uuid[]  NOT NULL
      );
      CREATE INDEX entries_by_date ON entries (local_date, station_id);
      CREATE INDEX entries_of_weighing ON entries (weighing_id, revision);

      CREATE VIEW standing_weighings AS
        SELECT * FROM (SELECT DISTINCT ON (weighing_id) weighing_id, quality, visit_ids, reason
                       FROM entries ORDER BY weighing_id, revision DESC) AS newest
        WHERE reason IS DISTINCT FROM 'reversed';
      COMMENT ON VIEW standing_weighings IS 'what each weighing says now; a weighing that ends with a reversal says nothing';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW standing_weighings; DROP TABLE entries, visits, stations');
  }
}
