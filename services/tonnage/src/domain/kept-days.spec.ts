import { describe, expect, it } from '@jest/globals';
import { type Container, type Scale, type StationChanged } from '@selvbetjent/contracts';
import { changedDates, keptUntil, notKept, openYears } from './kept-days';

const UNTIL = '2027-12-31';
const CLOSURE = {
  id: 'c',
  from: '2026-03-01T08:00:00Z',
  until: null,
  containers: null,
  appliesTo: 'residents' as const,
};
const reason = { nb: 'Stengt', en: 'Closed' };
const container = (id: string, scales: Scale[]): Container => ({ id, scales, doors: [] }) as unknown as Container;

const STATION = {
  timeZone: 'Europe/Oslo',
  openingHours: [{ validFrom: '2023-05-02', hours: 'Mo-Fr 11:00-16:00' }],
  exceptions: [{ date: '2026-12-23', hours: 'off' }],
  closures: [{ ...CLOSURE, reason }],
  containers: [container('ombruk', [{ id: 'vekt' } as Scale])],
} as unknown as StationChanged;

const changedTo = (changes: Partial<StationChanged>): string | null =>
  changedDates({ snapshot: STATION, openUntil: UNTIL }, { ...STATION, ...changes }, UNTIL)?.from ?? null;

describe('the days that a new snapshot changes', () => {
  it.each<[string, Partial<StationChanged>, string | null]>([
    ['nothing', {}, null],
    ['its name', { name: 'Another' }, null],
    ['a container without a scale', { containers: [...STATION.containers, container('uten', [])] }, null],
    [
      'a closed container',
      { closures: [...STATION.closures, { ...CLOSURE, reason, id: 'd', containers: ['x'] }] },
      null,
    ],
    [
      'hours to come',
      { openingHours: [...STATION.openingHours, { validFrom: '2026-12-01', hours: '24/7' }] },
      '2026-12-01',
    ],
    ['hours of the past', { openingHours: [{ validFrom: '2023-05-02', hours: '24/7' }] }, '2023-05-02'],
    [
      'hours from another day on',
      { openingHours: [{ validFrom: '2024-01-01', hours: 'Mo-Fr 11:00-16:00' }] },
      '2023-05-02',
    ],
    ['hours of long ago', { openingHours: [{ validFrom: '1999-01-01', hours: '24/7' }] }, '2010-01-01'],
    ['hours of far ahead', { exceptions: [...STATION.exceptions, { date: '2031-01-01', hours: '24/7' }] }, null],
    ['an exception less', { exceptions: [] }, '2026-12-23'],
    ['a closure that ends', { closures: [{ ...CLOSURE, reason, until: '2026-11-01T08:00:00Z' }] }, '2026-02-28'],
    ['the end of the station', { retiredAt: '2026-11-20T23:30:00Z' }, '2026-11-19'],
    ['another scale', { containers: [...STATION.containers, container('ny', [{ id: 'n' } as Scale])] }, '2010-01-01'],
    ['another zone', { timeZone: 'Europe/London' }, '2010-01-01'],
  ])('for %s', (_what, changes, first) => {
    expect(changedTo(changes)).toBe(first);
  });

  it('are all of a station that is new, and those of another year once that is kept', () => {
    expect(changedDates(null, STATION, UNTIL)).toEqual({ from: '2010-01-01', to: UNTIL });
    expect(changedDates({ snapshot: STATION, openUntil: null }, STATION, UNTIL)?.from).toBe('2010-01-01');
    const known = { snapshot: STATION, openUntil: UNTIL };
    expect(changedDates(known, STATION, '2028-12-31')).toEqual({ from: '2028-01-01', to: '2028-12-31' });
    expect(changedDates(known, STATION, '2025-12-31')).toBeNull();
  });

  it('are worked out year by year from the first on which it can be open', () => {
    const years = openYears(STATION, { from: '2010-01-01', to: '2025-03-01' });
    expect(years).toEqual([
      { from: '2023-05-02', to: '2023-12-31' },
      { from: '2024-01-01', to: '2024-12-31' },
      { from: '2025-01-01', to: '2025-03-01' },
    ]);
    expect(openYears({ ...STATION, openingHours: [], exceptions: [] }, { from: '2010-01-01', to: UNTIL })).toEqual([]);
  });
});

describe('the days that are kept', () => {
  it('end with next year', () => {
    expect(keptUntil(new Date('2026-11-20T10:00:00Z'))).toBe('2027-12-31');
  });

  it.each([
    ['within', '2010-01-01', '2027-12-31', UNTIL, []],
    ['before and after', '2009-12-30', '2028-01-02', UNTIL, ['2009-12-30–2009-12-31', '2028-01-01–2028-01-02']],
    ['before', '2008-06-01', '2009-02-01', UNTIL, ['2008-06-01–2008-12-31', '2009-01-01–2009-02-01']],
    ['after', '2028-02-01', '2028-02-01', UNTIL, ['2028-02-01–2028-02-01']],
    ['none', '2025-12-31', '2026-01-01', null, ['2025-12-31–2025-12-31', '2026-01-01–2026-01-01']],
  ])('leave of a range %s what lies outside', (_where, from, to, until, outside) => {
    expect(notKept({ from, to }, until).map((part) => `${part.from}–${part.to}`)).toEqual(outside);
  });
});
