const KILOS = /^\d{1,6}(?:[.,]\d{1,3})?$/;

/** Kilos as people type them (`12,3`, `12.3`, `1 200`) as integer grams; null for anything else, and for nothing. */
export function gramsOfKilos(text: string): number | null {
  const plain = text.replace(/[\s\u00a0]|kg$/gi, '');
  if (!KILOS.test(plain)) return null;
  const [whole = '0', part = ''] = plain.split(/[.,]/);
  const grams = Number(whole) * 1000 + Number(part.padEnd(3, '0'));
  return grams > 0 ? grams : null;
}
