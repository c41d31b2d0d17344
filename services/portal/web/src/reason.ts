import type { LocalText } from './api-types';

/** A reason as it is sent: without an English text the Norwegian one stands for both; null when there is none. */
export function reasonToSend({ nb, en }: LocalText): LocalText | null {
  const texts = { nb: nb.trim(), en: en.trim() };
  if (texts.nb === '') return texts.en === '' ? null : { nb: texts.en, en: texts.en };
  return { nb: texts.nb, en: texts.en || texts.nb };
}
