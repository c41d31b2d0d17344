import { describe, expect, it } from '@jest/globals';
import { type Closure, type DoorView, type StationChanged } from '@selvbetjent/contracts';
import { openingHoursView } from './opening-hours-view';
import { stationDetails, stationSummary } from './station-view';

const FRIDAY_NOON = new Date('2026-11-20T12:00:00+01:00');
const NOBODY_KNOWS = { levels: null, doors: null };
const ICE: Closure = {
  ...{ id: 'c1', from: '2026-11-20T10:00:00.000Z', until: '2026-11-20T12:00:00.000Z' },
  ...{ containers: null, appliesTo: 'residents', reason: { nb: 'Is', en: 'Ice' } },
};
const STATION: StationChanged = {
  ...{ stationId: 'trosterud', revision: 3, hoursVersion: 2, simulated: false, timeZone: 'Europe/Oslo' },
  ...{ name: 'Trosterud', district: 'Alna', address: 'Låven', location: { latitude: 59.9, longitude: 10.8 } },
  help: { phone: '22 00 00 00', text: { nb: 'Ring', en: 'Call' } },
  openingHours: [{ validFrom: '2026-01-01', hours: 'Mo,We,Fr 11:00-16:00; PH off' }],
  ...{ exceptions: [], closures: [] },
  containers: [
    {
      ...{
        id: 'ombruk',
        name: 'Ombruk',
        stream: 'reuse',
        fraction: 'mixed-reuse',
        capacityKg: 1500,
        access: 'self-service',
      },
      doors: [{ id: 'trosterud-ombruk', dialect: 'selvbetjent', exposed: true }],
      scales: [],
    },
  ],
};
const DOOR: DoorView = {
  ...{ doorId: 'trosterud-ombruk', stationId: 'trosterud', containerId: 'ombruk', alive: true, lastSeenAt: null },
  ...{ open: 'closed', lock: 'locked', battery: null },
};

describe('stationSummary', () => {
  it('says open, until when, and when the next time is', () => {
    expect(stationSummary(STATION, FRIDAY_NOON, NOBODY_KNOWS)).toMatchObject({
      ...{ open: true, until: '2026-11-20T15:00:00.000Z', nextOpening: '2026-11-23T10:00:00.000Z' },
      reason: { code: 'open' },
    });
  });

  it('says why it is closed by a closure, and when it opens again', () => {
    expect(stationSummary({ ...STATION, closures: [ICE] }, FRIDAY_NOON, NOBODY_KNOWS)).toMatchObject({
      ...{ open: false, until: '2026-11-20T12:00:00.000Z', nextOpening: '2026-11-20T12:00:00.000Z' },
      reason: { code: 'closure', nb: 'Is' },
    });
  });

  it.each([
    ['nobody answers', null, null],
    ['empty', 0, 0],
    ['half full', 750_000, 50],
    ['more than full', 1_650_000, 110],
    ['below its tare', -2_000, 0],
  ])('shows how full a container is: %s', (_name, grams, fillPercent) => {
    const level = {
      stationId: 'trosterud',
      containerId: 'ombruk',
      grams: grams ?? 0,
      scaleAlive: true,
      lastReadingAt: null,
      emptiedAt: '2026-11-19T08:00:00.000Z',
    };
    const levels = grams === null ? null : [level];
    expect(stationSummary(STATION, FRIDAY_NOON, { levels, doors: null }).containers[0]).toMatchObject({ fillPercent });
  });

  it('does not call a container empty when nobody knows what it held at first', () => {
    const never = { stationId: 'trosterud', containerId: 'ombruk', grams: 0, scaleAlive: true, lastReadingAt: null };
    for (const levels of [[never], [{ ...never, emptiedAt: null }]]) {
      const [container] = stationSummary(STATION, FRIDAY_NOON, { levels, doors: null }).containers;
      expect(container).toMatchObject({ fillPercent: null });
    }
  });

  it.each([
    ['nobody knows', null, true],
    ['its door is well', [DOOR], true],
    ['its door is silent', [{ ...DOOR, alive: false }], false],
    ['its door is jammed', [{ ...DOOR, lock: 'jammed' as const }], false],
    [
      'one of two doors is well',
      [
        { ...DOOR, alive: false },
        { ...DOOR, doorId: 'b' },
      ],
      true,
    ],
    ['only another station’s door is silent', [{ ...DOOR, stationId: 'tveita', alive: false }], true],
  ])('says whether a container works: %s', (_name, doors, working) => {
    expect(stationSummary(STATION, FRIDAY_NOON, { levels: null, doors }).containers[0]).toMatchObject({ working });
  });
});

describe('stationDetails', () => {
  it('shows closures of now and later, not those that are over or never were', () => {
    const over = { ...ICE, id: 'over', until: '2026-11-20T10:30:00.000Z' };
    const never = { ...ICE, id: 'never', from: '2026-12-24T10:00:00.000Z', until: '2026-12-24T10:00:00.000Z' };
    const { closures } = stationDetails({ ...STATION, closures: [over, ICE, never] }, FRIDAY_NOON, NOBODY_KNOWS);
    expect(closures.map(({ id }) => id)).toEqual(['c1']);
  });
});

describe('openingHoursView', () => {
  it('takes closures out of the intervals and tells them beside', () => {
    const range = { from: '2026-11-20', to: '2026-11-20' };
    expect(openingHoursView({ ...STATION, closures: [ICE] }, range)).toMatchObject({
      version: 2,
      intervals: [{ start: '2026-11-20T12:00:00.000Z', end: '2026-11-20T15:00:00.000Z' }],
      closures: [{ from: ICE.from, until: ICE.until, reason: { nb: 'Is' } }],
      holidays: [],
    });
  });
});
