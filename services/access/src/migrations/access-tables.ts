import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AccessTables1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stations (
        station_id text        PRIMARY KEY,
        revision   bigint      NOT NULL,
        snapshot   jsonb       NOT NULL,
        contact_at timestamptz NOT NULL
      );

      -- One row per token id until it expires: a second use finds it, on any replica.
      CREATE TABLE used_tokens (
        token_hash bytea       PRIMARY KEY,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX used_tokens_expiry ON used_tokens (expires_at);

      CREATE TABLE oslonokkelen_keys (
        url  text  PRIMARY KEY,
        keys jsonb NOT NULL
      );

      CREATE TABLE manifest_version (
        only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        version      bigint  NOT NULL,
        content_hash text    NOT NULL
      );

      CREATE TABLE attempts (
        attempt_id   uuid        PRIMARY KEY,
        request_hash bytea       NOT NULL UNIQUE,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        door_id      text        NOT NULL,
        command_id   uuid        NOT NULL UNIQUE,
        requested_at timestamptz NOT NULL,
        deadline_at  timestamptz NOT NULL,
        state        text        NOT NULL,
        reason       text,
        answer       jsonb,
        late_result  text,
        revision     bigint      NOT NULL DEFAULT 1
      );
      -- Doors name commands as text, and may name anything.
      CREATE INDEX attempts_by_command ON attempts ((command_id::text));
      CREATE INDEX attempts_by_station ON attempts (station_id, requested_at DESC);
      -- One outstanding command per door, whatever the number of replicas.
      CREATE UNIQUE INDEX attempts_outstanding ON attempts (door_id) WHERE state = 'granted';

      CREATE TABLE doors (
        door_id      text        PRIMARY KEY,
        station_id   text        NOT NULL,
        boot         text,
        open         boolean,
        locked       boolean,
        jammed       boolean,
        battery      real,
        firmware     text,
        online       boolean,
        last_seen_at timestamptz NOT NULL,
        changed_at   timestamptz NOT NULL
      );

      CREATE TABLE door_changes (
        door_id      text        NOT NULL,
        boot         text        NOT NULL,
        seq          bigint      NOT NULL,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        at           timestamptz NOT NULL,
        device_at    timestamptz NOT NULL,
        received_at  timestamptz NOT NULL,
        open         boolean,
        locked       boolean,
        command_id   text,
        PRIMARY KEY (door_id, boot, seq)
      );
      CREATE INDEX door_changes_by_container ON door_changes (station_id, container_id, at);

      -- Changes that can't be used but were received.
      CREATE TABLE rejected_door_changes (
        door_id text   NOT NULL,
        boot    text   NOT NULL,
        seq     bigint NOT NULL,
        reason  text   NOT NULL,
        PRIMARY KEY (door_id, boot, seq)
      );

      -- Every seq of the boot up to settled_seq is committed, or known to be lost.
      CREATE TABLE door_boots (
        door_id     text   NOT NULL,
        boot        text   NOT NULL,
        settled_seq bigint NOT NULL,
        PRIMARY KEY (door_id, boot)
      );

      CREATE TABLE visits (
        visit_id     uuid        PRIMARY KEY,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        opened_at    timestamptz NOT NULL,
        closed_at    timestamptz,
        closed_by    text,
        attempt_ids  uuid[]      NOT NULL,
        revision     bigint      NOT NULL,
        withdrawn    boolean     NOT NULL DEFAULT false
      );
      CREATE INDEX visits_by_container ON visits (station_id, container_id, opened_at DESC);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE visits, door_boots, rejected_door_changes, door_changes, doors, attempts, manifest_version, oslonokkelen_keys, used_tokens, stations',
    );
  }
}
