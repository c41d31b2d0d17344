import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What staff say of a weighing tells what it is about, and there may be several such words; those that lost it are kept apart. */
export class GiveWordsSubjects1795500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE weighings SET staff = NULL WHERE state = 'dissolved';
      UPDATE weighings SET staff = jsonb_build_array(staff || jsonb_build_object('about', jsonb_build_object(
        'visitIds', coalesce(booking -> 'visitIds', to_jsonb(visit_ids)),
        'grams', coalesce((booking ->> 'grams')::bigint, 0),
        'at', coalesce(booking -> 'at', (SELECT to_jsonb(min(at)) FROM ledger WHERE ledger.weighing_id = weighings.weighing_id)))))
      WHERE staff IS NOT NULL;
      COMMENT ON COLUMN weighings.staff IS 'what staff say that it, or a part of it, really was, and the rows that follow; a new weighing respects it';

      CREATE TABLE unplaced_sayings (
        entry_id     uuid        NOT NULL REFERENCES staff_entries,
        station_id   text        NOT NULL,
        container_id text        NOT NULL,
        at           timestamptz NOT NULL,
        saying       jsonb       NOT NULL,
        since        timestamptz NOT NULL,
        cleared_at   timestamptz,
        PRIMARY KEY (entry_id, station_id, container_id)
      );
      CREATE INDEX unplaced_sayings_open ON unplaced_sayings (station_id, container_id) WHERE cleared_at IS NULL;
      COMMENT ON TABLE unplaced_sayings IS 'what staff said of weighings that late visits or readings have made into others';
      COMMENT ON COLUMN unplaced_sayings.at IS 'when what they spoke of was measured';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE unplaced_sayings;
      UPDATE weighings SET staff = (staff -> -1) - 'about' WHERE staff IS NOT NULL`);
  }
}
