import { type Author, denied, type Outcome } from '@selvbetjent/contracts';

const MINUTE_MS = 60_000;
const RECENT_MS = 15 * MINUTE_MS;
/** The identity provider's clock may be a little ahead of ours. */
const AHEAD_MS = 2 * MINUTE_MS;

/** @returns the refusal of somebody whose password was last asked for more than 15 minutes ago, or null. */
export function oldSignIn({ signedInAt }: Author, now: Date): Outcome<never> | null {
  const ageMs = now.getTime() - Date.parse(signedInAt ?? '');
  if (ageMs >= -AHEAD_MS && ageMs <= RECENT_MS) return null;
  const message = 'Det er en stund siden du logget inn. Logg inn på nytt for å bekrefte; ingenting er endret.';
  return denied('recent_sign_in_needed', message);
}
