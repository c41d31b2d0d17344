import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { poisonWords } from '../web/src/devices/poison-words';

const CODECS = join(__dirname, '../../../libs/devices/src');

/** Every reason that a codec gives by name. */
function reasonsOfCodecs(): string[] {
  const files = readdirSync(CODECS, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const reasons = sources.flatMap((file) =>
    [...readFileSync(join(CODECS, file), 'utf8').matchAll(/Unreadable\('(\w+)'\)/g)].map(([, reason]) => reason ?? ''),
  );
  return [...new Set(reasons)].sort();
}

describe('why a message could not be used', () => {
  it('is told in words for every reason that a codec gives', () => {
    const reasons = reasonsOfCodecs();
    expect(reasons).toEqual(expect.arrayContaining(['not_json', 'unknown_alias', 'bad_line']));
    expect(reasons.filter((reason) => poisonWords(reason).includes(reason))).toEqual([]);
  });
});
