import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type ReadClaims } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { Identifiers } from './identifiers';

type TokenId = Pick<ReadClaims, 'jti' | 'issuer' | 'expiresAt'>;

@Injectable()
export class UsedTokenStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identifiers) private readonly identifiers: Identifiers,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Claims a token for its one use, over all replicas and restarts.
   * @param within a transaction that it commits with; else it is committed when this resolves
   * @returns false when it was used before
   */
  async use({ jti, issuer, expiresAt }: TokenId, within: Pick<Transaction, 'query'> = this.database): Promise<boolean> {
    const rows = await within.query(
      'INSERT INTO used_tokens (token_hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING token_hash',
      [this.identifiers.hash('token', `${issuer} ${jti}`), expiresAt],
      'use-token',
    );
    return rows.length > 0;
  }

  /** An expired token is refused by its own `exp`; a minute covers differing clocks of replicas. */
  async forgetExpired(): Promise<void> {
    await this.database.query('DELETE FROM used_tokens WHERE expires_at < $1', [
      new Date(this.clock.now().getTime() - 60_000),
    ]);
  }
}
