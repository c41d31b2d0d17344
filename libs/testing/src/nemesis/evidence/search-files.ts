import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** @returns the files below `folder` that hold one of the numbers, in plain or as part of a base64url text. */
export function filesWith(folder: string, numbers: readonly string[]): string[] {
  if (numbers.length === 0) return [];
  const wanted = new Set(numbers);
  const encoded = encodedForms(numbers);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => holds(path, wanted, encoded))
    .map((path) => relative(folder, path));
}

function holds(path: string, wanted: ReadonlySet<string>, encoded: ReadonlySet<string>): boolean {
  const text = textOf(path);
  for (const [digits] of text.matchAll(/\d{11,}/g))
    for (let start = 0; start + 11 <= digits.length; start += 1)
      if (wanted.has(digits.slice(start, start + 11))) return true;
  for (const [word] of text.matchAll(/[A-Za-z0-9_-]{12,}/g)) if (hasEncoded(word, encoded)) return true;
  return false;
}

/** What servers that still run have just removed holds nothing. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

const WHOLE_CHARACTERS = 12;

function hasEncoded(word: string, encoded: ReadonlySet<string>): boolean {
  for (let start = 0; start + WHOLE_CHARACTERS <= word.length; start += 1)
    if (encoded.has(word.slice(start, start + WHOLE_CHARACTERS))) return true;
  return false;
}

/** Base64 depends on where the digits begin: for each of the three places the characters that they alone decide. */
function encodedForms(numbers: readonly string[]): Set<string> {
  const forms = numbers.flatMap((number) =>
    [0, 1, 2].map((before) => {
      const text = Buffer.from(`${'x'.repeat(before)}${number}`).toString('base64url');
      return text.slice(Math.ceil((before * 4) / 3)).slice(0, WHOLE_CHARACTERS);
    }),
  );
  return new Set(forms);
}
