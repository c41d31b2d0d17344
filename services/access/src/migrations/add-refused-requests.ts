import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddRefusedRequests1763900001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Requests for what doesn't exist, which are no attempts at a door: a repeat gets the first one's answer.
      CREATE TABLE refused_requests (
        request_hash bytea       PRIMARY KEY,
        refused_at   timestamptz NOT NULL,
        answer       jsonb       NOT NULL
      );
      CREATE INDEX refused_requests_by_time ON refused_requests (refused_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refused_requests');
  }
}
