import { Words } from './words';

/** The parts that say something, with spaces between. */
export function sentence(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** Each in words: "man, ons og fre"; empty for none. */
export function list<Item>(items: Item[], { and }: Words, inWords: (item: Item) => string): string {
  const parts = items.map(inWords);
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1)}`;
}

/** "10–20 (hver 2.)" */
export function range(from: string, to: string, step: number, { every }: Words): string {
  return `${from === to ? from : `${from}–${to}`}${step === 1 ? '' : ` (${every(step)})`}`;
}
