import { describe, expect, it } from '@jest/globals';
import { FRACTION_NAMES } from '../../web/src/format/fractions';
import { word } from './words';

describe('a fraction that the pages name', () => {
  it.each(Object.keys(FRACTION_NAMES))('%s has a Norwegian name in files too', (code) => {
    expect(word(code)).toMatchObject({ code, title: expect.stringMatching(/^[A-ZÆØÅ]/) });
  });
});
