import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Replay of poison, keys of devices that upload by HTTPS, and calibrations. */
export class AddDeviceRegistry1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE poison_payloads
        ADD COLUMN whole       boolean NOT NULL DEFAULT false,
        ADD COLUMN replayed_at timestamptz;
      COMMENT ON COLUMN poison_payloads.whole IS 'nothing was cut or taken out: it can be replayed';

      CREATE TABLE device_keys (
        key_id         uuid        PRIMARY KEY,
        device_id      text        NOT NULL,
        key_hash       text        NOT NULL,
        author_subject text        NOT NULL,
        made_at        timestamptz NOT NULL,
        revoked_at     timestamptz
      );
      CREATE INDEX device_keys_of_device ON device_keys (device_id);
      COMMENT ON COLUMN device_keys.key_hash IS 'SHA-256, hexadecimal, of 256 random bits that we never keep';

      CREATE TABLE calibrations (
        calibration_id uuid        PRIMARY KEY,
        device_id      text        NOT NULL,
        at             timestamptz NOT NULL,
        steps          jsonb       NOT NULL,
        verdict        jsonb       NOT NULL,
        author_subject text        NOT NULL,
        author_name    text        NOT NULL
      );
      CREATE INDEX calibrations_of_device ON calibrations (device_id, at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE calibrations, device_keys;
      ALTER TABLE poison_payloads DROP COLUMN replayed_at, DROP COLUMN whole`);
  }
}
