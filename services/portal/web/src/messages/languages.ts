export type LanguageCode = 'nb' | 'nn' | 'en' | 'ar' | 'ur' | 'so' | 'pl';

export interface Language {
  code: LanguageCode;
  /** As its own readers call it. */
  name: string;
  /** BCP 47, for numbers and lists; always with the digits that stand on the sign at the station. */
  locale: string;
  dir: 'ltr' | 'rtl';
  /** Not yet read by somebody whose language it is; its pages say so. */
  draft: boolean;
  /** Between hours and minutes. */
  clockSeparator: '.' | ':';
}

const language = (code: LanguageCode, name: string, more: Partial<Language> = {}): Language => ({
  ...{ code, name, locale: `${code}-u-nu-latn`, dir: 'ltr', draft: false, clockSeparator: ':' },
  ...more,
});

export const NORWEGIAN = language('nb', 'Bokmål', { clockSeparator: '.' });

export const LANGUAGES: readonly Language[] = [
  NORWEGIAN,
  language('nn', 'Nynorsk', { clockSeparator: '.' }),
  language('en', 'English', { locale: 'en-GB-u-nu-latn' }),
  language('ar', 'العربية', { dir: 'rtl', draft: true }),
  language('pl', 'Polski', { draft: true }),
  language('so', 'Soomaali', { draft: true }),
  language('ur', 'اردو', { dir: 'rtl', draft: true }),
];

/** @returns the first wish that we can fulfil (`en-US` is `en`, `no` is `nb`), or Norwegian. */
export function preferredLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const code = wish?.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((one) => one.code === (code === 'no' ? 'nb' : code));
    if (found) return found;
  }
  return NORWEGIAN;
}
