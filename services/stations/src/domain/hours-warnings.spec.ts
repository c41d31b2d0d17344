import { describe, expect, it } from '@jest/globals';
import { hoursWarnings } from './hours-warnings';
import { trosterud } from './trosterud.test-kit';
import { withExceptions, withVersion } from './with-hours';

const FRIDAY = '2026-11-20';

describe('hoursWarnings', () => {
  it('looks at each change of several, however far apart', () => {
    const closed = withVersion(trosterud(), { validFrom: FRIDAY, hours: 'off' });
    const later = withVersion(closed, { validFrom: '2028-06-01', hours: 'Mo-Fr 08:00-20:00' });
    expect(hoursWarnings(trosterud(), later, FRIDAY).map(({ code }) => code)).toEqual(['never_open', 'opens_more']);
  });

  it.each([
    ['the same hours', 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off', []],
    ['fewer hours', 'Mo 11:00-16:00; PH off', []],
    ['the same hours of the day at another time', 'Mo,We,Fr 09:00-14:00; Th 11:00-18:00; PH off', []],
    ['one more day', 'Mo-We,Fr 11:00-16:00; Th 11:00-18:00; PH off', ['opens_more']],
    ['one more minute', 'Mo,We,Fr 11:00-16:01; Th 11:00-18:00; PH off', ['opens_more']],
    ['holidays forgotten', 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00', ['opens_more']],
    ['far fewer hours in the week, but one whole night', 'Sa 00:00-24:00', ['opens_more']],
    ['always', '24/7', ['always_open', 'opens_more']],
    ['always, said otherwise', 'Mo-Su,PH 00:00-24:00', ['always_open', 'opens_more']],
    ['always but Christmas Day', '24/7; Dec 25 off', ['opens_more']],
    ['never', 'off', ['never_open']],
    ['never any more', '2024 Mo-Fr 10:00-12:00', ['never_open']],
  ])('%s (%s): %j', (_name, hours, codes) => {
    expect(saving(hours).map(({ code }) => code)).toEqual(codes);
  });

  it('says which day is the first to be open longer', () => {
    const [warning] = saving('Sa 10:00-12:30');
    expect(warning?.message).toContain('lørdag 21. november 2026: 2 t 30 min mot 0 t');
  });

  it('counts exceptions on both sides, so that they raise nothing', () => {
    const open = trosterud({ exceptions: [{ date: '2026-11-21', hours: '10:00-12:00' }] });
    const hours = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';
    expect(saving(hours, open)).toEqual([]);
  });

  it.each([
    ['closed', '2026-11-23', 'off', []],
    ['open longer', '2026-11-23', '11:00-16:30', ['opens_more']],
    ['open on a closed day', '2026-11-24', '11:00-12:00', ['opens_more']],
    ['open around the clock, which is no rule for the year', '2026-11-23', '24/7', ['opens_more']],
  ])('of a date that is %s', (_name, date, hours, codes) => {
    const before = trosterud();
    const after = withExceptions(before, [{ date, hours }]);
    expect(hoursWarnings(before, after, FRIDAY).map(({ code }) => code)).toEqual(codes);
  });

  it('asks when a date that was closed gets its usual hours back', () => {
    const closed = trosterud({ exceptions: [{ date: '2026-11-23', hours: 'off' }] });
    expect(hoursWarnings(closed, trosterud(), FRIDAY)).toMatchObject([{ code: 'opens_more' }]);
  });

  it('asks when hours that would have closed are taken back', () => {
    const closing = withVersion(trosterud(), { validFrom: '2027-06-01', hours: 'off' });
    expect(hoursWarnings(closing, trosterud(), FRIDAY)).toMatchObject([{ code: 'opens_more' }]);
  });

  it('says nothing of what is over, and nothing when nothing changes', () => {
    const before = trosterud({ exceptions: [{ date: '2026-11-16', hours: 'off' }] });
    expect(hoursWarnings(before, trosterud(), FRIDAY)).toEqual([]);
    expect(hoursWarnings(before, before, FRIDAY)).toEqual([]);
  });
});

function saving(hours: string, station = trosterud()) {
  return hoursWarnings(station, withVersion(station, { validFrom: FRIDAY, hours }), FRIDAY);
}
