import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who signed in when last, with the rights that the identity provider gave: one row per person, for a month. */
export class CreatePeople1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person (
        subject           text        PRIMARY KEY,
        name              text        NOT NULL,
        roles             text[]      NOT NULL,
        stations          text[]      NOT NULL,
        last_signed_in_at timestamptz NOT NULL
      );
      CREATE INDEX person_last_signed_in ON person (last_signed_in_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE person');
  }
}
