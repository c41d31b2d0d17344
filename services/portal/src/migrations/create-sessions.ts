import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** All that the portal keeps: who is signed in, and the answers of writes that may be sent again. */
export class CreateSessions1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session (
        id_hash      bytea       PRIMARY KEY,
        author       jsonb       NOT NULL,
        created_at   timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL
      );

      CREATE TABLE answered_write (
        author_subject text        NOT NULL,
        key            text        NOT NULL,
        request_hash   bytea       NOT NULL,
        status         integer,
        body           jsonb,
        begun_at       timestamptz NOT NULL,
        PRIMARY KEY (author_subject, key)
      );
      CREATE INDEX answered_write_begun ON answered_write (begun_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answered_write, session');
  }
}
