import { describe, expect, it } from '@jest/globals';
import { instantOf } from './local-instant';

describe('instantOf', () => {
  it.each([
    ['winter', '2026-11-23', '11:00', 'Europe/Oslo', '2026-11-23T10:00:00.000Z'],
    ['summer', '2026-07-01', '00:00', 'Europe/Oslo', '2026-06-30T22:00:00.000Z'],
    ['the hour that is skipped', '2027-03-28', '02:30', 'Europe/Oslo', '2027-03-28T01:30:00.000Z'],
    ['after it', '2027-03-28', '03:00', 'Europe/Oslo', '2027-03-28T01:00:00.000Z'],
    ['before it', '2027-03-28', '01:59', 'Europe/Oslo', '2027-03-28T00:59:00.000Z'],
    ['the hour that occurs twice', '2026-10-25', '02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
    ['after it', '2026-10-25', '03:00', 'Europe/Oslo', '2026-10-25T02:00:00.000Z'],
    ['another zone', '2026-11-23', '11:00', 'America/New_York', '2026-11-23T16:00:00.000Z'],
    ['another zone, skipped', '2027-03-14', '02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'],
  ])('%s', (_what, date, time, zone, instant) => expect(instantOf(date, time, zone)).toBe(instant));
});
