import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, keysFile, readCatalogues } from './message-catalogues.mjs';

const FOLDER = join(__dirname, 'src/messages');
const nb = { title: 'Hei', time: 'til {time}', broken: { one: '{count} dør', other: '{count} dører' } };
const pl = {
  ...{ title: 'Cześć', time: 'do {time}' },
  broken: { one: '{count} a', few: '{count} b', many: '{count} c', other: '{count} d' },
};

describe('the messages of the pages', () => {
  it('fit together, and the typed keys are those of nb.json', () => {
    const catalogues = readCatalogues(FOLDER);
    expect(Object.keys(catalogues).sort()).toEqual(['ar', 'en', 'nb', 'nn', 'pl', 'so', 'ur']);
    expect(faultsOf(catalogues)).toEqual([]);
    expect(readFileSync(join(FOLDER, 'message-values.ts'), 'utf8')).toBe(keysFile(catalogues));
  });
});

describe('faultsOf', () => {
  it('finds nothing wrong where nothing is', () => expect(faultsOf({ nb, pl })).toEqual([]));

  it.each([
    ['a missing key', { ...pl, title: undefined }, /lacks the key "title"/],
    ['a superfluous key', { ...pl, more: 'x' }, /has the key "more"/],
    ['an empty text', { ...pl, title: ' ' }, /"title": is empty/],
    ['a missing placeholder', { ...pl, time: 'do' }, /"time": lacks \{time\}/],
    ['a superfluous placeholder', { ...pl, time: 'do {time} {day}' }, /"time": has \{day\}/],
    ['a missing plural form', { ...pl, broken: { ...pl.broken, few: undefined } }, /lacks the plural form "few"/],
    ['a foreign plural form', { ...pl, broken: { ...pl.broken, two: '{count}' } }, /has the plural form "two"/],
    ['a text for plural forms', { ...pl, broken: '{count}' }, /needs plural forms/],
    ['plural forms for a text', { ...pl, title: { other: 'x' } }, /takes no plural forms/],
  ])('names %s', (_name, other, fault) => {
    const faults = faultsOf({ nb, pl: JSON.parse(JSON.stringify(other)) });
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(faults[0]).toContain('pl.json');
  });

  it('lets one and two be said in words', () => {
    const words = { ...pl, broken: { ...pl.broken, one: 'jedne drzwi' } };
    expect(faultsOf({ nb, pl: words })).toEqual([]);
  });
});
