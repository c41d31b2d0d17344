import type { LocalText } from './api-types';

/** Ready-made reasons for a date with hours of its own. */
export const EXCEPTION_REASONS: LocalText[] = [
  { nb: 'Jul og nyttår', en: 'Christmas and New Year' },
  { nb: 'Dagen før helligdag', en: 'The day before a public holiday' },
  { nb: 'Vedlikehold', en: 'Maintenance' },
  { nb: 'Aksjonsdag', en: 'Community clean-up day' },
];
