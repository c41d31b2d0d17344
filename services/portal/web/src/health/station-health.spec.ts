import { describe, expect, it } from '@jest/globals';
import { certaintyOf } from '@selvbetjent/devices';
import type { DoorView, RegisteredScaleView, StationSummary } from '../api-types';
import type { StationParts } from '../overview/attention';
import { healthVerdict, serviceStates, stationHealth } from './station-health';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const HEARD = '2026-11-23T09:59:50Z';
const STATION: StationSummary = {
  ...{ id: 'trosterud', name: 'Trosterud', district: 'Alna', location: { latitude: 59.9, longitude: 10.8 } },
  ...{ open: true, until: null, reason: null, nextOpening: null, containers: [] },
};
const DOOR = { stationId: 'trosterud', containerId: 'ombruk', doorId: 'd', alive: true, lastSeenAt: HEARD } as DoorView;
const SCALE = {
  ...{ stationId: 'trosterud', containerId: 'ombruk', deviceId: 'v', lastSeenAt: HEARD, missing: 0 },
  certainty: certaintyOf('selvbetjent'),
} as RegisteredScaleView;
const WELL: StationParts = { station: STATION, alarms: [], doors: [DOOR], scales: [SCALE], day: null };
const FINE = {
  ...{ doors: { alive: 1, total: 1 }, scales: { alive: 1, total: 1 }, silentSince: null, alarms: 0, missing: 0 },
  ...{ hoursUnconfirmedSince: null, needsAttention: false },
};

describe('a station’s health', () => {
  it.each<[string, Partial<StationParts>, object]>([
    ['is fine', {}, FINE],
    ['is that of its own devices', { doors: [DOOR, { ...DOOR, stationId: 'tveita', alive: false }] }, FINE],
    [
      'counts who is silent, since the one that has been so longest',
      {
        doors: [DOOR, { ...DOOR, doorId: 'e', alive: false, lastSeenAt: '2026-11-23T08:00:00Z' }],
        scales: [{ ...SCALE, lastSeenAt: '2026-11-22T08:00:00Z' }],
      },
      { doors: { alive: 1, total: 2 }, scales: { alive: 0, total: 1 }, silentSince: '2026-11-22T08:00:00Z' },
    ],
    ['knows who was never heard', { doors: [{ ...DOOR, alive: false, lastSeenAt: null }] }, { silentSince: 'never' }],
    [
      'tells hours that nobody has confirmed',
      { doors: [{ ...DOOR, hoursUnconfirmedSince: '2026-11-23T07:00:00Z' }] },
      { hoursUnconfirmedSince: '2026-11-23T07:00:00Z' },
    ],
    ['needs somebody for its gaps', { scales: [{ ...SCALE, missing: 3 }] }, { missing: 3, needsAttention: true }],
    [
      'doesn’t guess where nobody tells',
      { doors: null, scales: null, alarms: null },
      { doors: null, scales: null, alarms: null, missing: null, silentSince: null, needsAttention: false },
    ],
  ])('%s', (_name, change, expected) => expect(stationHealth({ ...WELL, ...change }, NOW)).toMatchObject(expected));
});

describe('the services', () => {
  it('are told in words, and a fault as it is', () => {
    const told = serviceStates({
      access: 'ok',
      dropoffs: 'does not answer',
      tonnage: 'postgres: timed out',
      new: 'ok',
    });
    expect(told).toEqual([
      { name: 'Dører', words: 'I orden', isWell: true },
      { name: 'Vekter og vektbok', words: 'Svarer ikke', isWell: false },
      { name: 'Tall', words: 'Feil: postgres: timed out', isWell: false },
      { name: 'new', words: 'I orden', isWell: true },
    ]);
  });
});

describe('the verdict on all', () => {
  const station = (name: string, needsAttention: boolean) => ({ name, needsAttention });
  const ill = ['A', 'B', 'C', 'D'].map((name) => station(name, true));

  it.each([
    [
      { access: 'ok' },
      [station('A', false)],
      false,
      'Alt er i orden: tjenestene svarer, og ingen stasjon trenger noe.',
    ],
    [{ access: 'ok' }, ill.slice(0, 2), false, 'A og B trenger noe.'],
    [{ access: 'ok' }, ill, false, '4 stasjoner trenger noe.'],
    [{ access: 'does not answer' }, [], false, 'Dører er ikke i orden.'],
    [{ access: 'ok' }, [], true, 'Vi får ikke svar om alt, så det kan være mer.'],
  ])('of %j and %j, silent: %s', (services, stations, isPartSilent, verdict) =>
    expect(healthVerdict(services, stations, isPartSilent)).toBe(verdict),
  );
});
