import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What scales said, raw and for good; what could not be read; and which seqs of which boot we have. */
export class CreateReadings1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE readings (
        device_id      text        NOT NULL,
        boot           text        NOT NULL,
        seq            bigint      NOT NULL,
        station_id     text        NOT NULL,
        container_id   text        NOT NULL,
        at             timestamptz NOT NULL,
        raw_at         timestamptz NOT NULL,
        received_at    timestamptz NOT NULL,
        grams          bigint,
        untared_grams  bigint,
        status         text        NOT NULL,
        temperature    real,
        tare_epoch     bigint,
        PRIMARY KEY (device_id, boot, seq)
      );
      CREATE INDEX readings_of_container ON readings (station_id, container_id, at);
      COMMENT ON COLUMN readings.at IS 'raw_at corrected by the offset of the device''s clock';
      COMMENT ON COLUMN readings.untared_grams IS 'where the device reports it beside a tared weight';

      CREATE TABLE rejected_readings (
        device_id   text        NOT NULL,
        boot        text        NOT NULL,
        seq         bigint      NOT NULL,
        reason      text        NOT NULL,
        raw         text        NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (device_id, boot, seq)
      );

      CREATE TABLE boots (
        device_id        text           NOT NULL,
        boot             text           NOT NULL,
        received         int8multirange NOT NULL DEFAULT '{}',
        clock_samples_ms bigint[]       NOT NULL DEFAULT '{}',
        clock_agreed_ms  bigint         NOT NULL DEFAULT 0,
        heard_at         timestamptz    NOT NULL,
        asked_again_at   timestamptz,
        PRIMARY KEY (device_id, boot)
      );
      COMMENT ON COLUMN boots.received IS 'seqs that are committed, rejected or known to be lost';

      CREATE TABLE poison_payloads (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic       text        NOT NULL,
        reason      text        NOT NULL,
        payload     bytea       NOT NULL,
        received_at timestamptz NOT NULL
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE poison_payloads, boots, rejected_readings, readings');
  }
}
