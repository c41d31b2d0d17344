import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddAlarms1763800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- leaf_since: when the leaf last changed. held_open_at: from when on an open door is open for too long.
      ALTER TABLE doors ADD leaf_since timestamptz, ADD held_open_at timestamptz;
      UPDATE doors SET leaf_since = changed_at,
                       held_open_at = CASE WHEN open THEN changed_at + interval '15 minutes' END;

      CREATE TABLE alarms (
        alarm_id     uuid        PRIMARY KEY,
        kind         text        NOT NULL,
        -- The door, visit or station that it is about.
        subject      text        NOT NULL,
        station_id   text        NOT NULL,
        container_id text,
        door_id      text,
        visit_id     uuid,
        since        timestamptz NOT NULL,
        raised_at    timestamptz NOT NULL,
        cleared_at   timestamptz
      );
      -- Raised once, whatever the number of replicas.
      CREATE UNIQUE INDEX alarms_standing ON alarms (kind, subject) WHERE cleared_at IS NULL;
      CREATE INDEX alarms_by_station ON alarms (station_id, raised_at DESC);

      -- What is to be sent to whom; the notice's id is the receiver's key against doubles.
      CREATE TABLE alarm_notices (
        notice_id   uuid        PRIMARY KEY,
        alarm_id    uuid        NOT NULL REFERENCES alarms,
        event       text        NOT NULL,
        receiver    text        NOT NULL,
        next_try_at timestamptz NOT NULL,
        tries       integer     NOT NULL DEFAULT 0,
        sent_at     timestamptz,
        given_up_at timestamptz,
        problem     text,
        UNIQUE (alarm_id, event, receiver)
      );
      CREATE INDEX alarm_notices_due ON alarm_notices (next_try_at) WHERE sent_at IS NULL AND given_up_at IS NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE alarm_notices, alarms; ALTER TABLE doors DROP COLUMN leaf_since, DROP COLUMN held_open_at',
    );
  }
}
