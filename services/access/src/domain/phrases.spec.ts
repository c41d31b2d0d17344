import { describe, expect, it } from '@jest/globals';
import { openingPhrase } from './phrases';

describe('openingPhrase', () => {
  it.each([
    ['2026-11-20T15:00:00Z', 'kl. 16.00'],
    ['2026-11-21T10:00:00Z', 'i morgen kl. 11.00'],
    ['2026-11-23T10:00:00Z', 'mandag kl. 11.00'],
    ['2026-12-28T10:00:00Z', 'mandag 28. desember kl. 11.00'],
    ['2027-05-18T09:00:00Z', 'tirsdag 18. mai kl. 11.00'],
    ['2026-11-20T23:30:00Z', 'i morgen kl. 00.30'],
  ])('%s is %s', (at, phrase) => {
    expect(openingPhrase(new Date(at), new Date('2026-11-20T12:00:00Z'), 'Europe/Oslo')).toBe(phrase);
  });
});
