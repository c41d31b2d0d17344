import { denied, type Outcome } from '@selvbetjent/contracts';
import { HoursSyntaxError, parseOpeningHours } from '@selvbetjent/opening-hours';

/** @returns the refusal of hours that can't be read, with the position (from 0), or null when they can. */
export function syntaxRefusal(hours: string): Outcome<never> | null {
  try {
    parseOpeningHours(hours);
    return null;
  } catch (error) {
    if (!(error instanceof HoursSyntaxError)) throw error;
    return denied('bad_hours', error.reason, { position: error.position });
  }
}
