import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Outbox, inbox and dead letters of one service. */
export class MessagingTables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id           uuid        NOT NULL UNIQUE,
        station_id   text        NOT NULL,
        envelope     jsonb       NOT NULL,
        body         jsonb       NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT now(),
        published_at timestamptz
      );
      CREATE INDEX outbox_unpublished ON outbox (position) WHERE published_at IS NULL;

      CREATE TABLE inbox (
        event_id    uuid        PRIMARY KEY,
        received_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE dead_letters (
        event_id    text        NOT NULL,
        type        text        NOT NULL,
        station_id  text        NOT NULL,
        body        text        NOT NULL,
        reason      text        NOT NULL,
        deliveries  integer     NOT NULL,
        failed_at   timestamptz NOT NULL DEFAULT now(),
        replayed_at timestamptz,
        PRIMARY KEY (event_id, type)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letters, inbox, outbox');
  }
}
/** What tells a JetStream that lost facts from one that has them, and what a dead letter needs to be handled again. */
export class StreamMarks1795219200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stream_marks (
        stream     text        PRIMARY KEY,
        created_at timestamptz NOT NULL,
        last_seq   bigint      NOT NULL
      );

      ALTER TABLE dead_letters ADD COLUMN envelope jsonb, ADD COLUMN replay_requested_at timestamptz;
      UPDATE dead_letters SET envelope = jsonb_build_object(
        'id', event_id, 'source', '', 'type', type, 'subject', station_id, 'dataschema', '', 'traceparent', '',
        'time', to_char(failed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
      CREATE INDEX dead_letters_to_replay ON dead_letters (failed_at) WHERE replay_requested_at IS NOT NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dead_letters DROP COLUMN envelope, DROP COLUMN replay_requested_at;
      DROP TABLE stream_marks;`);
  }
}

/** The first migrations of every service. */
export const MESSAGING_MIGRATIONS = [MessagingTables1700000000000, StreamMarks1795219200000];
