import { describe, expect, it } from '@jest/globals';
import { mayBeOpen } from './open-times';

/** Hours, an instant, and whether a resident may be let in. */
const TIMES: [hours: string, at: string, isOpen: boolean, why: string][] = [
  ['24/7', '2026-11-21T10:00:00Z', true, 'always'],
  ['off', '2026-11-21T10:00:00Z', false, 'never'],
  ['09:00-15:00', '2026-11-21T07:59:59Z', false, 'a second before it opens'],
  ['09:00-15:00', '2026-11-21T08:00:00Z', true, 'as it opens'],
  ['09:00-15:00', '2026-11-21T14:00:00Z', false, 'as it closes'],
  ['20:00-24:00', '2026-11-21T22:59:59Z', true, 'the last second of the day'],
  ['00:00-02:02', '2026-10-25T00:01:00Z', true, 'in autumn before the first 02:02'],
  ['00:00-02:02', '2026-10-25T01:01:00Z', false, 'in autumn before the second 02:02'],
  ['02:03-24:00', '2026-10-25T01:00:00Z', true, 'in autumn between the first 02:03 and the second'],
  ['00:00-02:30', '2027-03-28T01:29:59Z', true, 'in spring the skipped 02:30 is 03:30'],
  ['00:00-02:30', '2027-03-28T01:30:00Z', false, 'in spring after it'],
];

describe('mayBeOpen', () => {
  it.each(TIMES)('%s at %s: %s, %s', (hours, at, isOpen) => {
    const stations = [{ stationId: 'a', role: 'ending' as const, hours }];
    expect(mayBeOpen('a', at, { stations, history: [] })).toBe(isOpen);
  });
});
