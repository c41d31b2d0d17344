import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The registry. `profile` holds what is only ever read and written whole; `file_entry` what the stations file last said. */
export class CreateStations1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE station (
        id            text        PRIMARY KEY,
        revision      integer     NOT NULL CHECK (revision > 0),
        hours_version integer     NOT NULL CHECK (hours_version >= 0),
        profile       jsonb       NOT NULL,
        file_entry    jsonb,
        changed_at    timestamptz NOT NULL
      );

      CREATE TABLE device (
        id         text PRIMARY KEY,
        station_id text NOT NULL REFERENCES station
      );

      CREATE TABLE hours_version (
        station_id text NOT NULL REFERENCES station,
        valid_from date NOT NULL,
        hours      text NOT NULL,
        PRIMARY KEY (station_id, valid_from)
      );

      CREATE TABLE hours_exception (
        station_id text NOT NULL REFERENCES station,
        date       date NOT NULL,
        hours      text NOT NULL,
        reason     jsonb,
        PRIMARY KEY (station_id, date)
      );

      CREATE TABLE closure (
        id          uuid        PRIMARY KEY,
        station_id  text        NOT NULL REFERENCES station,
        closed_from timestamptz NOT NULL,
        until       timestamptz,
        containers  jsonb,
        applies_to  text        NOT NULL CHECK (applies_to IN ('residents', 'everyone')),
        reason      jsonb       NOT NULL,
        CHECK (until >= closed_from)
      );
      CREATE INDEX closure_of_station ON closure (station_id, until);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE closure, hours_exception, hours_version, device, station');
  }
}
