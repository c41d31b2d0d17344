import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What each row of history was last imported as, so that a file sent again can change it. */
export class KeepHistoryRows1795600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE history_rows (
        row_id        uuid    PRIMARY KEY,
        station_id    text    NOT NULL,
        source        text    NOT NULL,
        has_reference boolean,
        local_date    date    NOT NULL,
        stream        text    NOT NULL,
        fraction      text    NOT NULL,
        grams         bigint  NOT NULL,
        method        text    NOT NULL,
        origin        text    NOT NULL
      );
      CREATE INDEX history_rows_of_source ON history_rows (station_id, source);
      COMMENT ON TABLE history_rows IS 'rows of files as they were last imported; their ledger rows have the row_id as weighing_id';
      COMMENT ON COLUMN history_rows.has_reference IS 'the source has an id for it; null: imported before that was kept';
      INSERT INTO history_rows
        SELECT entry_id, ledger.station_id, source, NULL, local_date, stream, fraction, grams, method, origin
        FROM ledger JOIN history_imports USING (station_id, recorded_at, author) WHERE kind = 'import';

      ALTER TABLE history_imports
        ADD COLUMN changed_rows  integer NOT NULL DEFAULT 0,
        ADD COLUMN changed_grams bigint  NOT NULL DEFAULT 0;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE history_imports DROP COLUMN changed_grams, DROP COLUMN changed_rows;
      DROP TABLE history_rows`);
  }
}
