import { describe, expect, it } from '@jest/globals';
import { type StationChanged } from '@selvbetjent/contracts';
import { servedRefusals } from './served-refusals';

const CONTAINER = {
  ...{ id: 'ombruk', name: 'Ombruk', stream: 'reuse', fraction: 'mixed-reuse', capacityKg: 1500 },
  ...{ access: 'self-service', doors: [], scales: [] },
} as const;
const STATION = {
  ...{ stationId: 'trosterud', revision: 1, hoursVersion: 1, timeZone: 'Europe/Oslo' },
  openingHours: [{ validFrom: '2023-01-01', hours: 'Mo-Fr 11:00-16:00' }],
  ...{ exceptions: [], closures: [], containers: [CONTAINER] },
} as unknown as StationChanged;

describe('servedRefusals', () => {
  it.each([
    ['inside the new hours', '2026-11-17T17:30:00Z', 'Tu 17:00-19:00', true],
    ['at their first second', '2026-11-17T16:00:00Z', 'Tu 17:00-19:00', true],
    ['a second before', '2026-11-17T15:59:59Z', 'Tu 17:00-19:00', false],
    ['at their end', '2026-11-17T18:00:00Z', 'Tu 17:00-19:00', false],
    ['on another weekday', '2026-11-18T17:30:00Z', 'Tu 17:00-19:00', false],
    ['at the same time of the clock, before it was put back', '2026-10-20T15:30:00Z', 'Tu 17:00-19:00', true],
    ['in a season that has begun when the hours do', '2026-11-17T17:30:00Z', 'Nov off; Dec-Oct Tu 17:00-19:00', true],
    ['of a weekday whose first week has a holiday', '2026-11-20T12:00:00Z', 'Fr 11:00-16:00; PH off', true],
  ])('%s (%s; %s): %s', (_name, at, hours, isServed) => {
    const refusal = { containerId: 'ombruk', at: new Date(at) };
    const served = servedRefusals(STATION, { validFrom: '2026-12-21', hours }, [refusal]);
    expect(served).toEqual(isServed ? [refusal] : []);
  });

  it.each([
    ['is out of service', { access: 'closed' as const }],
    ['opens only with staff', { access: 'staffed' as const }],
    ['has narrower hours', { hours: 'Mo-Su 09:00-12:00' }],
  ])('serves nobody at a container that %s', (_name, change) => {
    const station = { ...STATION, containers: [{ ...CONTAINER, ...change }] } as StationChanged;
    const refusals = [{ containerId: 'ombruk', at: new Date('2026-11-17T17:30:00Z') }];
    expect(servedRefusals(station, { validFrom: '2026-12-01', hours: '24/7' }, refusals)).toEqual([]);
  });
});
