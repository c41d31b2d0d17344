import type { ReadClaims } from './token-claims';

/**
 * Remembers used tokens until they expire, in this process only: for an adapter without replicas whose restart takes longer
 * than a token lives. Others need a table with a unique key on (issuer, jti) that survives a crash.
 */
export function singleProcessUses(now = () => new Date()): (claims: ReadClaims) => Promise<boolean> {
  const expiries = new Map<string, number>();
  return ({ issuer, jti, expiresAt }) => {
    const nowMs = now().getTime();
    for (const [use, expiryMs] of expiries) if (expiryMs < nowMs) expiries.delete(use);
    const use = `${issuer} ${jti}`;
    const isFirst = !expiries.has(use);
    if (isFirst) expiries.set(use, expiresAt.getTime());
    return Promise.resolve(isFirst);
  };
}
