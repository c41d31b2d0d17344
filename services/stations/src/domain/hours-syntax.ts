import { denied, type HoursPreview, type Outcome } from '@selvbetjent/contracts';
import { HoursSyntaxError, parseOpeningHours, printOpeningHours } from '@selvbetjent/opening-hours';

/**
 * @param where what else is needed to find the text
 * @returns the refusal of hours that can't be read, with the position (from 0), or null when they can
 */
export function syntaxRefusal(hours: string, where: Record<string, unknown> = {}): Outcome<never> | null {
  try {
    parseOpeningHours(hours);
    return null;
  } catch (error) {
    if (!(error instanceof HoursSyntaxError)) throw error;
    return denied('bad_hours', error.reason, { position: error.position, ...where });
  }
}

/** How we read hours that can be read: as we would write them, and what in them often means something else. */
export function readingOf(hours: string): Pick<HoursPreview, 'canonical' | 'hoursWarnings'> {
  const parsed = parseOpeningHours(hours);
  const hoursWarnings = parsed.warnings.map(({ position, nb }) => ({ position, message: nb }));
  return { canonical: printOpeningHours(parsed), hoursWarnings };
}
