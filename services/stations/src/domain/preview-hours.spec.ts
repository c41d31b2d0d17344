import { describe, expect, it } from '@jest/globals';
import { previewHours } from './preview-hours';
import { trosterud } from './trosterud.test-kit';

const WEEK = { from: '2026-11-16', to: '2026-11-22' };

describe('previewHours', () => {
  it('shows the open times as they would be, in the zone of the station', () => {
    const { intervals } = previewHours(trosterud(), { validFrom: '2026-11-16', hours: 'Tu 10:00-12:00' }, WEEK);
    expect(intervals).toEqual([{ start: '2026-11-17T09:00:00.000Z', end: '2026-11-17T11:00:00.000Z' }]);
  });

  it('shows the days that change, from the first day of the version on', () => {
    const hours = 'Mo,We 11:00-16:00; Fr 11:00-17:00';
    const { changes } = previewHours(trosterud(), { validFrom: '2026-11-18', hours }, WEEK);
    expect(changes).toEqual([
      { date: '2026-11-19', before: [span('2026-11-19', 10, 17)], after: [] },
      { date: '2026-11-20', before: [span('2026-11-20', 10, 15)], after: [span('2026-11-20', 10, 16)] },
    ]);
  });

  it('changes nothing when the hours stay', () => {
    const hours = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';
    expect(previewHours(trosterud(), { validFrom: '2026-11-16', hours }, WEEK)).toMatchObject({
      changes: [],
      conflicts: [],
    });
  });

  it('tells exceptions, holidays, closures and later versions that meet the range', () => {
    const station = trosterud({
      exceptions: [
        { date: '2026-12-23', hours: '10:00-12:00' },
        { date: '2026-12-01', hours: 'off' },
      ],
      closures: [
        closure('2026-12-22T10:00:00.000Z', null),
        closure('2026-12-01T10:00:00.000Z', '2026-12-02T10:00:00.000Z'),
      ],
    });
    const withLater = {
      ...station,
      openingHours: [...station.openingHours, { validFrom: '2026-12-27', hours: 'Mo 10:00-11:00' }],
    };
    const version = { validFrom: '2026-12-21', hours: 'Mo-Fr 11:00-16:00' };
    const { conflicts } = previewHours(withLater, version, { from: '2026-12-21', to: '2026-12-31' });
    expect(conflicts.map(({ code, date }) => [code, date])).toEqual([
      ['closure_overrides', '2026-12-22'],
      ['exception_overrides', '2026-12-23'],
      ['holiday', '2026-12-25'],
      ['holiday', '2026-12-26'],
      ['later_version', '2026-12-27'],
    ]);
    expect(conflicts[2]?.message).toBe('1. juledag (fredag 25. desember 2026): åpent 11:00–16:00');
    expect(conflicts[3]?.message).toContain('stengt');
  });

  it('follows the clocks on the day that has 25 hours', () => {
    const range = { from: '2026-10-25', to: '2026-10-25' };
    const { intervals } = previewHours(trosterud(), { validFrom: '2026-10-25', hours: '24/7' }, range);
    expect(intervals).toEqual([{ start: '2026-10-24T22:00:00.000Z', end: '2026-10-25T23:00:00.000Z' }]);
  });
});

function span(date: string, fromUtc: number, toUtc: number): { start: string; end: string } {
  return { start: `${date}T${fromUtc}:00:00.000Z`, end: `${date}T${toUtc}:00:00.000Z` };
}

function closure(from: string, until: string | null) {
  return { id: from, from, until, containers: null, appliesTo: 'residents' as const, reason: { nb: 'Is', en: 'Ice' } };
}
