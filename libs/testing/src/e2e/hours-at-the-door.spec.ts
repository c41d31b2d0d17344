import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ApiClient } from './api-client';
import { PressedDoors } from './pressed-doors';
import { stationOf, TROSTERUD_HOURS } from './stations-file';
import { WorldClock } from './world-clock';

const DOOR = 'trosterud-dor';
const ALWAYS_OPEN = 'dogn-dor';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HANG_MS = 60_000;

/** Summer time ends, at 03:00, on 25 October 2026, and begins, at 02:00, on 28 March 2027. */
const STATIONS_FILE = `stations:${stationOf('trosterud', TROSTERUD_HOURS)}
    exceptions:
      - { date: 2026-10-25, hours: "02:30-03:30" }
      - { date: 2026-12-22, hours: "18:00-20:00" }
      - { date: 2026-12-23, hours: "11:00-13:00" }
      - { date: 2026-12-24, hours: "off" }
      - { date: 2027-03-28, hours: "01:30-02:30" }${stationOf('dogn', '24/7')}
`;

/** When residents get in, worked out by hand from the above and the closure of Monday from 12:00 to 13:30. */
const OPEN: [what: string, from: string, until: string][] = [
  ['25 October: from the first 02:30 on, two hours to 03:30', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00Z'],
  ['Monday until the closure', '2026-12-21T10:00:00Z', '2026-12-21T11:00:00Z'],
  ['Monday after the closure', '2026-12-21T12:30:00Z', '2026-12-21T15:00:00Z'],
  ['Tuesday by its exception', '2026-12-22T17:00:00Z', '2026-12-22T19:00:00Z'],
  ['Wednesday by its exception', '2026-12-23T10:00:00Z', '2026-12-23T12:00:00Z'],
  ['28 March: 02:30 is skipped, 03:30 on the clock', '2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
];
/** In the middle of what would be open on another day. */
const CLOSED: [what: string, at: string, code: string][] = [
  ['Christmas Eve by its exception', '2026-12-24T12:00:00Z', 'exception'],
  ['Christmas Day, a Friday', '2026-12-25T12:00:00Z', 'holiday'],
  ['Boxing Day, a Saturday', '2026-12-26T12:00:00Z', 'holiday'],
];

let infrastructure: Infrastructure;
let clock: WorldClock;
let station: PressedDoors;
let staff: ApiClient;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  clock = new WorldClock('2026-10-24T10:00:00Z');
  const { preload, env } = clock.service;
  station = await PressedDoors.start(infrastructure, {
    ...{ names: ['stations', 'access', 'dropoffs', 'tonnage', 'portal'], stationsFile: STATIONS_FILE, preload },
    env: { ...env, TZ: 'America/New_York' },
    now: () => clock.now(),
    doors: [
      { stationId: 'trosterud', doorId: DOOR },
      { stationId: 'dogn', doorId: ALWAYS_OPEN },
    ],
  });
  staff = await ApiClient.signIn(station.services, 'demo-staff');
}, 240_000);

afterAll(async () => {
  await station?.stop();
  await infrastructure?.stop();
  clock?.remove();
}, 60_000);

describe('the door itself, with processes that believe to be in New York', () => {
  it('opens from the first second of every open time to the last, and at no other', async () => {
    await goTo('2026-10-25T00:00:00Z');
    await pressAround(OPEN.slice(0, 1));
    await goTo('2026-12-21T08:00:00Z');
    await close('trosterud', { from: '2026-12-21T12:00:00+01:00', until: '2026-12-21T13:30:00+01:00' });
    await pressAround(OPEN.slice(1, 5));
    for (const [what, at, code] of CLOSED) {
      clock.set(new Date(at));
      expect([what, await pressed(DOOR)]).toEqual([what, `DENIED ${code}, 0 unlocks`]);
    }
    await goTo('2027-03-28T00:00:00Z');
    await pressAround(OPEN.slice(5));
  }, 300_000);

  it('obeys the hours that it knows for a week without contact, which is told after an hour', async () => {
    await goTo('2027-04-05T06:00:00Z');
    const contactMs = clock.now().getTime();
    const after = (ms: number): void => clock.set(new Date(contactMs + ms));

    after(60 * MINUTE_MS);
    expect(await unconfirmedSince('dogn')).toBeUndefined();
    after(66 * MINUTE_MS);
    expect(await unconfirmedSince('dogn')).toBe('2027-04-05T06:00:00.000Z');
    expect(await pressed(ALWAYS_OPEN)).toBe('SUCCESS, 1 unlocks');

    after(7 * DAY_MS);
    expect(await pressed(ALWAYS_OPEN)).toBe('SUCCESS, 1 unlocks');
    expect(await pressed(DOOR)).toBe('DENIED outside_hours, 0 unlocks');
    after(7 * DAY_MS + 1_000);
    expect(await pressed(ALWAYS_OPEN)).toBe('DENIED hours_unknown, 0 unlocks');
    expect(await pressed(DOOR)).toBe('DENIED hours_unknown, 0 unlocks');

    await renewContact();
    expect(await pressed(ALWAYS_OPEN)).toBe('SUCCESS, 1 unlocks');
  }, 300_000);

  it('has its hours from a new replica too, and from a JetStream that lost everything', async () => {
    clock.set(new Date('2027-04-13T12:00:00Z'));
    await renewContact();
    const replica = await station.startReplica();
    expect((await replica(ALWAYS_OPEN)).status).toBe('SUCCESS');
    expect(await replica(DOOR)).toMatchObject({ status: 'DENIED', deniedReason: { code: 'outside_hours' } });

    await infrastructure.killNats();
    await infrastructure.wipeNats();
    await infrastructure.startNats();
    expect(await pressed(ALWAYS_OPEN)).toBe('SUCCESS, 1 unlocks');
    expect(await pressed(DOOR)).toBe('DENIED outside_hours, 0 unlocks');

    await until(() =>
      close('dogn', {}).then(
        () => true,
        () => false,
      ),
    );
    await until(async () => (await pressed(ALWAYS_OPEN)) === 'DENIED closure, 0 unlocks');
    const late = await station.startReplica();
    expect(await late(ALWAYS_OPEN)).toMatchObject({ status: 'DENIED', deniedReason: { code: 'closure' } });
  }, 300_000);
});

/** A second before, at, and a second after each end. */
async function pressAround(openTimes: typeof OPEN): Promise<void> {
  for (const [what, from, end] of openTimes) {
    const answers: string[] = [];
    for (const instant of [from, end]) {
      for (const seconds of [-1, 0, 1]) {
        clock.set(new Date(Date.parse(instant) + seconds * 1_000));
        answers.push((await pressed(DOOR)).replace(/DENIED \w+/, 'DENIED'));
      }
    }
    const [open, closed] = ['SUCCESS, 1 unlocks', 'DENIED, 0 unlocks'];
    expect([what, answers]).toEqual([what, [closed, open, open, open, closed, closed]]);
  }
}

/** What the resident was told, and how often the door itself unlocked. */
async function pressed(doorId: string): Promise<string> {
  const before = station.unlocks(doorId);
  const { status, deniedReason } = await station.press(doorId);
  return `${status}${deniedReason ? ` ${deniedReason.code}` : ''}, ${station.unlocks(doorId) - before} unlocks`;
}

async function goTo(instant: string): Promise<void> {
  clock.set(new Date(instant));
  await renewContact();
}

/** The owner of the hours starts anew and tells them, as it else does every hour. */
async function renewContact(): Promise<void> {
  station.services.kill('stations');
  await until(async () => (await Promise.all(['trosterud', 'dogn'].map(unconfirmedSince))).every((at) => !at));
  await station.services.ready();
}

async function unconfirmedSince(stationId: string): Promise<string | undefined> {
  const [door] = await staff.get<{ hoursUnconfirmedSince?: string }[]>(`/api/doors?station=${stationId}`);
  return door?.hoursUnconfirmedSince;
}

async function close(stationId: string, times: { from?: string; until?: string }): Promise<void> {
  const reason = { nb: 'Vannlekkasje', en: 'Leak' };
  const body = { ...times, appliesTo: 'residents', reason };
  const { status } = await staff.send('POST', `/api/stations/${stationId}/closures`, body);
  if (status !== 201) throw new Error(`The closure was answered ${status}`);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It never came true');
    await delay(50);
  }
}
