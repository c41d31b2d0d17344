import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { bearerToken, type KeySource, type ReadClaims, type Scope, verifyToken } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { UsedTokenStore } from './used-token.store';

/** Whom we trust and who we are, as scheme://host. */
export class TokenTrust {
  constructor(
    readonly keys: KeySource,
    readonly issuer: string,
    readonly audience: string,
  ) {}
}

/** The door to the adapter: a token is good for one call of its scope, once. */
@Injectable()
export class VerifyCall {
  private readonly logger = new Logger(VerifyCall.name);

  constructor(
    @Inject(TokenTrust) private readonly trust: TokenTrust,
    @Inject(UsedTokenStore) private readonly usedTokens: UsedTokenStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @returns the claims, or null for 401. The token must still be claimed for its one use. */
  async verify(authorization: string | undefined, scope: Scope): Promise<ReadClaims | null> {
    const { keys, issuer, audience } = this.trust;
    const now = (): Date => this.clock.now();
    const verdict = await verifyToken(bearerToken(authorization), { keys, issuer, audience, scope, now });
    return verdict.ok ? verdict.claims : this.refuse(verdict.reason);
  }

  /** @returns false for a token that was used before: 401. Rejects when the database can't say. */
  async claim(claims: ReadClaims, within?: Transaction): Promise<boolean> {
    const isFirstUse = await this.usedTokens.use(claims, within);
    if (!isFirstUse) this.refuse('replayed');
    return isFirstUse;
  }

  private refuse(reason: string): null {
    this.logger.warn(`A call to the adapter was refused: ${reason}`);
    return null;
  }
}
