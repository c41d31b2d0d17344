import { describe, expect, it } from '@jest/globals';
import { type Closure, type StationChanged, type TonnageRow, type Use } from '@selvbetjent/contracts';
import { stationDay } from './station-day';

const NOW = new Date('2026-11-20T10:00:00Z');
const STATION: StationChanged = {
  ...{ stationId: 'trosterud', revision: 1, hoursVersion: 1, simulated: false, timeZone: 'Europe/Oslo' },
  ...{ name: 'Trosterud', district: 'Alna', address: 'Låven', location: { latitude: 59.9, longitude: 10.8 } },
  help: { phone: '22 00 00 00', text: { nb: 'Ring', en: 'Call' } },
  openingHours: [{ validFrom: '2026-01-01', hours: 'Mo-Fr 11:00-16:00' }],
  ...{ exceptions: [], closures: [], containers: [] },
};
const NOTHING = { rows: null, use: null };

function closure(from: string, until: string | null): Closure {
  const reason = { nb: 'Is', en: 'Ice' };
  return { id: `${from} ${until}`, from, until, containers: null, appliesTo: 'residents', reason };
}

function row(change: Partial<TonnageRow>): TonnageRow {
  const common = { period: '2026-11-20', stationId: 'trosterud', fraction: 'mixed', takenOutGrams: 0, dropOffs: 1 };
  return { ...common, stream: 'reuse', grams: 1_000, uncertainGrams: 0, ...change };
}

describe('a station’s day', () => {
  it('is the date on the station’s wall', () => {
    expect(stationDay(STATION, new Date('2026-11-20T23:30:00Z'), NOTHING).date).toBe('2026-11-21');
  });

  it('has its own kilos of that date by stream, and says nothing where nobody knows', () => {
    const rows = [
      row({ grams: 1_000, uncertainGrams: 200 }),
      row({ fraction: 'books', grams: 500, takenOutGrams: 300 }),
      row({ stream: 'recycling', grams: 7_000 }),
      row({ stationId: 'tveita', grams: 9_000 }),
      row({ period: '2026-11-19', grams: 9_000 }),
    ];
    const { kilos, use } = stationDay(STATION, NOW, { rows, use: null });
    expect(use).toBeNull();
    expect(kilos).toEqual({
      delivered: [
        { stream: 'reuse', grams: 1_500 },
        { stream: 'recycling', grams: 7_000 },
        { stream: 'residual', grams: 0 },
        { stream: 'hazardous', grams: 0 },
      ],
      ...{ takenOutGrams: 300, uncertainGrams: 200 },
    });
    expect(stationDay(STATION, NOW, NOTHING).kilos).toBeNull();
  });

  it('counts each attempt once, by how it ended', () => {
    const at = { weekday: 5, hour: 9, reason: null };
    const use: Use = {
      visits: [
        { weekday: 5, hour: 8, visits: 2 },
        { weekday: 5, hour: 9, visits: 1 },
      ],
      attempts: [
        { ...at, ending: 'unlocked', attempts: 3 },
        { ...at, ending: 'denied', reason: 'outside_hours', attempts: 4 },
        { ...at, ending: 'denied', reason: 'closure', attempts: 1 },
        { ...at, ending: 'expired', attempts: 1 },
        { ...at, ending: 'failed', attempts: 1 },
        { ...at, ending: 'unknown', attempts: 1 },
      ],
    };
    expect(stationDay(STATION, NOW, { rows: [], use }).use).toEqual({ visits: 3, unlocked: 3, denied: 5, failed: 3 });
  });

  it.each([
    ['in force', closure('2026-11-20T09:00:00Z', null), true],
    ['that ends now', closure('2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z'), false],
    ['within a week', closure('2026-11-27T10:00:00Z', null), true],
    ['after a week', closure('2026-11-27T10:00:01Z', null), false],
    ['that was taken back before it began', closure('2026-11-22T10:00:00Z', '2026-11-20T09:30:00Z'), false],
  ])('has a closure %s', (_name, one, isTold) => {
    expect(stationDay({ ...STATION, closures: [one] }, NOW, NOTHING).closures).toEqual(isTold ? [one] : []);
  });

  it.each([
    ['go on', 'Mo-Fr 11:00-16:00', null],
    ['have no season behind them', '2026 Jan 01-2026 Nov 30 Mo-Fr 11:00-16:00', '2026-11-30'],
    ['pause for a fortnight only', 'Mo-Fr 11:00-16:00; Dec 20-Dec 31 off', null],
    ['never open', 'off', null],
  ])('says when hours end that %s', (_name, hours, expected) => {
    const station = { ...STATION, openingHours: [{ validFrom: '2026-01-01', hours }] };
    expect(stationDay(station, NOW, NOTHING).hoursEndOn).toBe(expected);
  });
});
