import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who changed what, when, from what to what. The database itself refuses to change or remove a row. */
export class CreateAudit1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit (
        position       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at             timestamptz NOT NULL,
        author_subject text        NOT NULL,
        author_name    text        NOT NULL,
        station_id     text        NOT NULL REFERENCES station,
        action         text        NOT NULL,
        before         jsonb       NOT NULL,
        after          jsonb       NOT NULL
      );
      CREATE INDEX audit_of_station ON audit (station_id, position);

      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'audit rows are append-only'; END $$;
      CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit; DROP FUNCTION refuse_audit_change()');
  }
}
