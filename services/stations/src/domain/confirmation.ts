import { type Author, denied, type Outcome, type WarningToConfirm } from '@selvbetjent/contracts';
import { oldSignIn } from './recent-sign-in';

/** @returns why what these warnings tell isn't done yet: nobody confirmed it, or nobody who is surely there; null when it may be. */
export function confirmationOf(
  warnings: readonly WarningToConfirm[],
  { author, confirm }: { author: Author; confirm?: boolean },
  now: Date,
): Outcome<never> | null {
  if (warnings.length === 0) return null;
  if (confirm) return oldSignIn(author, now);
  const message = `${warnings.map((warning) => warning.message).join(' ')} Bekreft at det skal være slik.`;
  return denied('confirmation_needed', message, { warnings });
}
