import { type Language, type LanguageCode, preferredLanguage } from './languages';
import { type Messages, NORWEGIAN_WORDS, Words } from './words';

const STORAGE_KEY = 'selvbetjent.language';
const PARAMETER = 'lang';

const LOADERS: Record<Exclude<LanguageCode, 'nb'>, () => Promise<{ default: Messages }>> = {
  nn: () => import('./nn.json'),
  en: () => import('./en.json'),
  ar: () => import('./ar.json'),
  ur: () => import('./ur.json'),
  so: () => import('./so.json'),
  pl: () => import('./pl.json'),
};

/** The language of the page: of the link, else as chosen before, else the browser's. Staff pages are in Norwegian. */
class PageLanguage {
  chosen = $state.raw<Words>(NORWEGIAN_WORDS);
  staff = $state(false);

  get words(): Words {
    return this.staff ? NORWEGIAN_WORDS : this.chosen;
  }

  /** Shows the page in the language that it should begin in; in Norwegian when that can't be fetched. */
  async begin(): Promise<void> {
    const linked = new URLSearchParams(location.search).get(PARAMETER);
    const language = preferredLanguage([linked, stored(), ...navigator.languages]);
    if (linked) keep(language);
    await this.show(language).catch(() => undefined);
  }

  /** Changes the language, remembers it, and puts it into the address so that a copied link shows the same. */
  async choose(language: Language): Promise<void> {
    await this.show(language);
    keep(language);
    history.replaceState(history.state, '', linkIn(language));
  }

  private async show(language: Language): Promise<void> {
    this.chosen = language.code === 'nb' ? NORWEGIAN_WORDS : await fetched(language, LOADERS[language.code]);
  }
}

/** The address of this page in that language. */
export function linkIn(language: Language): string {
  const link = new URL(location.href);
  link.searchParams.set(PARAMETER, language.code);
  return link.href;
}

async function fetched(language: Language, load: () => Promise<{ default: Messages }>): Promise<Words> {
  return new Words(language, (await load()).default);
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function keep(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language.code);
  } catch {
    // The choice then lasts as long as the page.
  }
}

export const pageLanguage = new PageLanguage();

/** A message in the language of the page. */
export const t: Words['text'] = (key, ...values) => pageLanguage.words.text(key, ...values);
