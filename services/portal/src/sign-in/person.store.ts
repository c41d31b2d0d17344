import { Inject, Injectable } from '@nestjs/common';
import { type Author } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';

/** A person is forgotten so many days after the last sign-in. */
export const KEPT_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

export interface Person {
  name: string;
  roles: string[];
  /** Station ids, or `*` for all. */
  stations: string[];
  lastSignedInAt: Date;
  /** Whether a session of theirs is going on. */
  signedIn: boolean;
}

/** People who signed in within the last 30 days, with the rights that the identity provider gave them then. Nothing of what they did. */
@Injectable()
export class PersonStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async remember({ subject, name, roles, stations }: Author): Promise<void> {
    await this.forgetOld();
    await this.database.query(
      `INSERT INTO person (subject, name, roles, stations, last_signed_in_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (subject) DO UPDATE SET name = excluded.name, roles = excluded.roles, stations = excluded.stations,
         last_signed_in_at = excluded.last_signed_in_at`,
      [subject, name, roles, stations, this.clock.now()],
    );
  }

  /** Last signed in first. @param signedIn subjects with a session */
  async list(signedIn: readonly string[]): Promise<Person[]> {
    await this.forgetOld();
    return this.database.query<Person>(
      `SELECT name, roles, stations, last_signed_in_at AS "lastSignedInAt", subject = ANY($1) AS "signedIn"
       FROM person ORDER BY last_signed_in_at DESC, name`,
      [signedIn],
    );
  }

  async forgetOld(): Promise<void> {
    const oldest = new Date(this.clock.now().getTime() - KEPT_DAYS * DAY_MS);
    await this.database.query('DELETE FROM person WHERE last_signed_in_at < $1', [oldest]);
  }
}
