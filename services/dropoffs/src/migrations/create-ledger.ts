import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The weighings and their rows. The database itself refuses to change or remove a row. */
export class CreateLedger1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE weighings (
        weighing_id  uuid        PRIMARY KEY,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        state        text        NOT NULL CHECK (state IN ('waiting', 'provisional', 'final', 'dissolved')),
        visit_ids    uuid[]      NOT NULL,
        silent_at    timestamptz,
        revision     integer     NOT NULL DEFAULT 0,
        booking      jsonb
      );
      CREATE INDEX weighings_that_wait ON weighings (silent_at) WHERE silent_at IS NOT NULL;
      CREATE INDEX weighings_open ON weighings (station_id, container_id) WHERE state IN ('waiting', 'provisional');
      COMMENT ON COLUMN weighings.booking IS 'what its rows add up to; null when they cancel out';

      CREATE TABLE ledger (
        position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entry_id     uuid        NOT NULL UNIQUE,
        weighing_id  uuid        NOT NULL,
        revision     integer     NOT NULL,
        kind         text        NOT NULL,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        stream       text        NOT NULL,
        fraction     text        NOT NULL,
        visit_ids    uuid[]      NOT NULL,
        at           timestamptz NOT NULL,
        local_date   date        NOT NULL,
        grams        bigint      NOT NULL,
        quality      text        NOT NULL,
        reason       text,
        method       text        NOT NULL,
        origin       text        NOT NULL,
        author       text        NOT NULL,
        recorded_at  timestamptz NOT NULL,
        UNIQUE (weighing_id, revision)
      );
      CREATE INDEX ledger_by_time ON ledger (at DESC, position DESC);
      CREATE INDEX ledger_of_container ON ledger (station_id, container_id, at);

      CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'ledger rows are append-only'; END $$;
      CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

      CREATE TABLE weighing_due (
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        from_at      timestamptz NOT NULL,
        until_at     timestamptz NOT NULL,
        PRIMARY KEY (station_id, container_id)
      );
      COMMENT ON TABLE weighing_due IS 'containers with news that have not been weighed yet, and the span of device time that the news is about';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE weighing_due, ledger, weighings; DROP FUNCTION refuse_ledger_change()');
  }
}
