import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a row rests on, what happened between visits, and what is remembered of a scale from one weighing to the next. */
export class ExtendLedger1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ledger
        ADD COLUMN fraction_code  text,
        ADD COLUMN scale_id       text,
        ADD COLUMN readings_from  timestamptz,
        ADD COLUMN readings_until timestamptz,
        ADD CONSTRAINT ledger_kinds CHECK (kind IN ('drop-off', 'take-out', 'emptying', 'collection', 'transfer', 'drift',
                                                    'unexplained', 'correction', 'manual', 'import', 'activity')),
        ADD CONSTRAINT ledger_doubts_have_reasons CHECK (quality = 'ok' OR reason IS NOT NULL);
      COMMENT ON COLUMN ledger.fraction_code IS 'NS 9431, as our own table maps the fraction';
      COMMENT ON COLUMN ledger.readings_from IS 'the raw readings that the row rests on are of this span';

      ALTER TABLE weighings
        ADD COLUMN after_weighing_id uuid,
        ADD COLUMN from_grams        bigint,
        ADD COLUMN to_grams          bigint,
        ADD COLUMN carry             jsonb;
      CREATE INDEX weighings_after ON weighings (after_weighing_id);
      COMMENT ON COLUMN weighings.after_weighing_id IS 'an event between visits: the weighing that it follows';
      COMMENT ON COLUMN weighings.from_grams IS 'the load that the scale showed before the visit; null while it is not known';
      COMMENT ON COLUMN weighings.to_grams IS 'the load after the visit by the ledger';
      COMMENT ON COLUMN weighings.carry IS 'what is known of the scale when the next visit begins';

      CREATE TABLE watched_levels (
        station_id      text   NOT NULL,
        container_id    text   NOT NULL,
        grams           bigint NOT NULL,
        PRIMARY KEY (station_id, container_id)
      );
      COMMENT ON TABLE watched_levels IS 'the load that the ledger knows of; readings far from it are news without a visit';

      CREATE TABLE conservation_breaches (
        weighing_id   uuid        NOT NULL,
        station_id    text        NOT NULL,
        container_id  text        NOT NULL,
        missing_grams bigint      NOT NULL,
        found_at      timestamptz NOT NULL,
        PRIMARY KEY (weighing_id, missing_grams)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE conservation_breaches, watched_levels;
      ALTER TABLE weighings DROP COLUMN carry, DROP COLUMN to_grams, DROP COLUMN from_grams, DROP COLUMN after_weighing_id;
      ALTER TABLE ledger DROP CONSTRAINT ledger_doubts_have_reasons, DROP CONSTRAINT ledger_kinds, DROP COLUMN readings_until,
        DROP COLUMN readings_from, DROP COLUMN scale_id, DROP COLUMN fraction_code`);
  }
}
