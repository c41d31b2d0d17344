import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What people enter, by whom and why, and what they say of weighings. */
export class AddStaffEntries1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE staff_entries (
        entry_id       uuid        PRIMARY KEY,
        kind           text        NOT NULL CHECK (kind IN ('manual', 'correction', 'collection', 'transfer')),
        author_subject text        NOT NULL,
        author_name    text        NOT NULL,
        reason         text        NOT NULL,
        request        jsonb       NOT NULL,
        result         jsonb       NOT NULL,
        entered_at     timestamptz NOT NULL
      );
      CREATE TRIGGER staff_entries_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

      ALTER TABLE ledger ADD COLUMN staff_entry_id uuid;
      COMMENT ON COLUMN ledger.staff_entry_id IS 'what somebody entered, if the row follows from that';

      ALTER TABLE weighings ADD COLUMN staff jsonb;
      COMMENT ON COLUMN weighings.staff IS 'what staff say that it really was, and the rows that follow; a new weighing respects it';
      CREATE INDEX weighings_of_container ON weighings (station_id, container_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX weighings_of_container;
      ALTER TABLE weighings DROP COLUMN staff;
      ALTER TABLE ledger DROP COLUMN staff_entry_id;
      DROP TABLE staff_entries`);
  }
}
