import type { LocalText } from './api-types';

/** Ready-made reasons, so that closing takes two taps and residents get both languages. */
export const CLOSURE_REASONS: LocalText[] = [
  { nb: 'Is og glatt føre', en: 'Ice and slippery ground' },
  { nb: 'Full container', en: 'The container is full' },
  { nb: 'Teknisk feil', en: 'Technical fault' },
  { nb: 'Tømming pågår', en: 'The container is being emptied' },
];
