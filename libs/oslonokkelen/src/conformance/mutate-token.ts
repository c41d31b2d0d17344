/** Seeded; the same seed gives the same mutations. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Parts = readonly [string, string, string];

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/,:;%~*!{}"';
const VALUES = ['none', 'HS256', '', '0', 'null', 'true', '[]', '9999999999', 'https://example.org', 'action:execute'];

/** One of many ways to make another token of a good one; `other` is a second good one, to be mixed in. */
export function mutateToken(good: string, other: string, random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const parts = good.split('.') as unknown as Parts;
  const ways: (() => string)[] = [
    () => replaced(good, below(good.length), CHARACTERS[below(CHARACTERS.length)] ?? ''),
    () => inserted(good, 1 + below(good.length - 1), CHARACTERS[below(CHARACTERS.length)] ?? ''),
    () => without(good, below(good.length), 1 + below(20)),
    () => good.slice(0, 1 + below(good.length - 1)),
    () => swapped(good, below(good.length), below(good.length)),
    () => mixed(parts, other.split('.') as unknown as Parts, 1 + below(6)),
    () => withPart(parts, below(3), (bytes) => bitTurned(bytes, below(bytes.length * 8))),
    () => withPart(parts, below(2), (bytes) => valueChanged(bytes, below, VALUES[below(VALUES.length)] ?? '')),
    () => withPart(parts, 2, (bytes) => Buffer.from(bytes.map(() => below(256)))),
    () =>
      good
        .split('')
        .map((character) => (random() < 0.02 ? flippedCase(character) : character))
        .join(''),
  ];
  for (;;) {
    const mutated = ways[below(ways.length)]?.() ?? good;
    if (mutated !== good && mutated !== other) return mutated;
  }
}

function replaced(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1);
}

function inserted(text: string, at: number, what: string): string {
  return text.slice(0, at) + what + text.slice(at);
}

function without(text: string, at: number, length: number): string {
  return text.slice(0, at) + text.slice(at + length);
}

function swapped(text: string, one: number, other: number): string {
  return replaced(replaced(text, one, text[other] ?? ''), other, text[one] ?? '');
}

/** The bits of `choice` say whose part is taken: never all of one. */
function mixed(one: Parts, other: Parts, choice: number): string {
  return one.map((part, index) => (choice & (1 << index) ? other[index] : part)).join('.');
}

function withPart(parts: Parts, index: number, change: (bytes: Buffer) => Buffer): string {
  const changed = change(Buffer.from(parts[index] ?? '', 'base64url')).toString('base64url');
  return parts.map((part, at) => (at === index ? changed : part)).join('.');
}

function bitTurned(bytes: Buffer, bit: number): Buffer {
  const turned = Buffer.from(bytes);
  turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return turned;
}

/** A member's value changed under the old signature. */
function valueChanged(bytes: Buffer, below: (limit: number) => number, value: string): Buffer {
  const object = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  const names = Object.keys(object);
  return Buffer.from(JSON.stringify({ ...object, [names[below(names.length)] ?? 'x']: value }));
}

function flippedCase(character: string): string {
  const upper = character.toUpperCase();
  return character === upper ? character.toLowerCase() : upper;
}
