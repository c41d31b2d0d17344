import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A receiver may be told in more than one way, each with notices of its own. */
export class AddNoticeWays1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE alarm_notices ADD way text NOT NULL DEFAULT 'webhook',
        DROP CONSTRAINT alarm_notices_alarm_id_event_receiver_key,
        ADD UNIQUE (alarm_id, event, receiver, way);
      ALTER TABLE alarm_notices ALTER way DROP DEFAULT;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM alarm_notices WHERE way <> 'webhook';
      ALTER TABLE alarm_notices DROP COLUMN way, ADD UNIQUE (alarm_id, event, receiver);`);
  }
}
