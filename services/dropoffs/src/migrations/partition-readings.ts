import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Readings by UTC day of their corrected time, so that old days go as a whole. The identity (device, boot, seq) stays known for ever
 * by `boots.stored`, whose row every insert locks. What is of no expected day lies in `readings_of_odd_days`.
 */
export class PartitionReadings1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE readings RENAME TO readings_before;
      ALTER INDEX readings_pkey RENAME TO readings_before_pkey;
      ALTER INDEX readings_of_container RENAME TO readings_before_of_container;

      CREATE TABLE readings (LIKE readings_before, PRIMARY KEY (device_id, boot, seq, at)) PARTITION BY RANGE (at);
      CREATE INDEX readings_of_container ON readings (station_id, container_id, at);
      COMMENT ON COLUMN readings.at IS 'raw_at corrected by the offset of the device''s clock';
      COMMENT ON COLUMN readings.untared_grams IS 'where the device reports it beside a tared weight';

      CREATE TABLE readings_of_odd_days PARTITION OF readings DEFAULT;
      CREATE INDEX readings_of_odd_days_by_arrival ON readings_of_odd_days (received_at);
      INSERT INTO readings SELECT * FROM readings_before;
      CREATE FUNCTION seqs_of(bigint[]) RETURNS int8multirange LANGUAGE sql IMMUTABLE
        RETURN (SELECT coalesce(range_agg(int8range(seq, seq + 1)), '{}') FROM unnest($1) AS seq);
      ALTER TABLE boots ADD COLUMN stored int8multirange NOT NULL DEFAULT '{}';
      COMMENT ON COLUMN boots.stored IS 'seqs of which we have, or had, a reading: none of them is taken in again';
      UPDATE boots SET stored = (SELECT coalesce(range_agg(int8range(seq, seq + 1)), '{}') FROM readings_before AS reading
                                 WHERE reading.device_id = boots.device_id AND reading.boot = boots.boot);
      DROP TABLE readings_before;

      ALTER TABLE visits ADD COLUMN sealed boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN visits.sealed IS 'its raw readings are gone: what is booked of it stands';

      ALTER TABLE boots
        ADD COLUMN live_at      timestamptz,
        ADD COLUMN contested_at timestamptz,
        ADD COLUMN conflicts    bigint NOT NULL DEFAULT 0;
      COMMENT ON COLUMN boots.live_at IS 'when a reading of the present last came';
      COMMENT ON COLUMN boots.contested_at IS 'when another boot of the device had been live since: two devices under one name';
      COMMENT ON COLUMN boots.conflicts IS 'readings that came again with other content; the first ones stand';

      CREATE TABLE conflicting_readings (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        device_id   text        NOT NULL,
        boot        text        NOT NULL,
        seq         bigint      NOT NULL,
        content     text        NOT NULL,
        received_at timestamptz NOT NULL,
        UNIQUE (device_id, boot, seq, content)
      );

      CREATE TABLE scale_listener (
        single          boolean     PRIMARY KEY DEFAULT true CHECK (single),
        connected       boolean     NOT NULL,
        contested       boolean     NOT NULL,
        broker_dropped  bigint,
        noted_at        timestamptz NOT NULL
      );
      COMMENT ON TABLE scale_listener IS 'how the active listener and its broker are doing';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION seqs_of(bigint[]);
      DROP TABLE scale_listener, conflicting_readings;
      ALTER TABLE boots DROP COLUMN conflicts, DROP COLUMN contested_at, DROP COLUMN live_at, DROP COLUMN stored;
      ALTER TABLE visits DROP COLUMN sealed;
      CREATE TABLE readings_after (LIKE readings, PRIMARY KEY (device_id, boot, seq));
      INSERT INTO readings_after SELECT * FROM readings;
      DROP TABLE readings;
      ALTER TABLE readings_after RENAME TO readings;
      ALTER INDEX readings_after_pkey RENAME TO readings_pkey;
      CREATE INDEX readings_of_container ON readings (station_id, container_id, at)`);
  }
}
