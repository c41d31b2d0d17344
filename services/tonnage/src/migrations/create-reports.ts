import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The reports that were sent, which nothing changes any more. */
export class CreateReports1795219300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sent_reports (
        report_id   uuid        PRIMARY KEY,
        year        integer     NOT NULL,
        station_id  text,
        note        text        NOT NULL,
        author      text        NOT NULL,
        author_name text        NOT NULL,
        sent_at     timestamptz NOT NULL,
        report      jsonb       NOT NULL
      );
      COMMENT ON TABLE sent_reports IS 'no copy: what was said to others, kept as it was said';
      CREATE FUNCTION refuse_sent_report_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'sent reports are append-only'; END $$;
      CREATE TRIGGER sent_reports_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sent_reports
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_sent_report_change();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sent_reports; DROP FUNCTION refuse_sent_report_change()`);
  }
}
