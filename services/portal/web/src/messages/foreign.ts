import type { LocalText } from '../api-types';
import type { LanguageCode } from './languages';

export interface TextIn {
  text: string;
  lang: 'nb' | 'en';
}

/**
 * Staff write in Norwegian and English. Readers of Norwegian get the first, all others the second where there is one: a text
 * that is the same in both was never translated, so it is Norwegian.
 */
export function bestOf({ nb, en }: LocalText, reader: LanguageCode): TextIn {
  const readsNorwegian = reader === 'nb' || reader === 'nn';
  const translated = en.trim() !== '' && en !== nb;
  return (translated && !readsNorwegian) || nb.trim() === '' ? { text: en, lang: 'en' } : { text: nb, lang: 'nb' };
}
