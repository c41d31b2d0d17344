import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Outbox, inbox and dead letters of one service; the first migration of every schema. */
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
