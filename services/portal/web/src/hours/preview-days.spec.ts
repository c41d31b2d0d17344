import { describe, expect, it } from '@jest/globals';
import { shownDays, shownFrom } from './preview-days';

const changing = (...dates: string[]) => ({ changes: dates.map((date) => ({ date, before: [], after: [] })) });

describe('the days of the preview', () => {
  it.each([
    ['where the hours begin, when nothing changes', [], '2026-11-21', 14],
    ['where the hours begin, when its last day changes', ['2026-12-04', '2026-12-05'], '2026-11-21', 14],
    ['with the first change, when that is beyond them', ['2026-12-12', '2026-12-05'], '2026-12-05', 14],
    ['with fewer days at the end of what is known', ['2027-02-20'], '2027-02-20', 1],
  ])('begin %s', (_name, dates, from, days) => {
    expect(shownFrom(changing(...dates), '2026-11-21')).toBe(from);
    expect(shownDays('2026-11-21', from)).toBe(days);
  });
});
