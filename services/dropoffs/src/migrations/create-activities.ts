import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Activities in all their revisions, and files of history that are on their way into the ledger. */
export class CreateActivities1795219300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE activity_versions (
        activity_id uuid        NOT NULL,
        revision    integer     NOT NULL,
        station_id  text        NOT NULL,
        local_date  date        NOT NULL,
        cancelled   boolean     NOT NULL,
        activity    jsonb       NOT NULL,
        author      text        NOT NULL,
        author_name text        NOT NULL,
        reason      text        CHECK (revision = 1 OR reason IS NOT NULL),
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (activity_id, revision)
      );
      CREATE TRIGGER activity_versions_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity_versions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
      COMMENT ON TABLE activity_versions IS 'the kilos of an activity are ledger rows whose weighing_id is its id';

      CREATE VIEW activities AS
        SELECT DISTINCT ON (activity_id) * FROM activity_versions ORDER BY activity_id, revision DESC;

      CREATE TABLE history_parts (
        import_id uuid        NOT NULL,
        part      integer     NOT NULL,
        author    text        NOT NULL,
        text      text        NOT NULL,
        staged_at timestamptz NOT NULL,
        PRIMARY KEY (import_id, part)
      );
      COMMENT ON TABLE history_parts IS 'files that are being imported, cut into what fits a message; gone after an hour';

      CREATE TABLE history_imports (
        import_id   uuid        PRIMARY KEY,
        station_id  text        NOT NULL,
        source      text        NOT NULL,
        reason      text        NOT NULL,
        new_rows    integer     NOT NULL,
        new_grams   bigint      NOT NULL,
        author      text        NOT NULL,
        recorded_at timestamptz NOT NULL
      );

      CREATE INDEX ledger_of_day ON ledger (station_id, local_date);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ledger_of_day;
      DROP TABLE history_imports, history_parts; DROP VIEW activities; DROP TABLE activity_versions`);
  }
}
