import { AttemptRefused, DoorUnlocked } from '@selvbetjent/contracts';
import {
  recordedDay,
  type RecordedDay,
  recordedMessages,
  type RecordedVisit,
  SeededRandom,
} from '@selvbetjent/simulation';
import { SimulatedDoor, SimulatedScale } from '@selvbetjent/simulation';
import { connectAsync } from 'mqtt';
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Temporal } from 'temporal-polyfill';
import { caughtUp } from '../caught-up';
import { type Infrastructure } from '../infrastructure';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { type ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { appendFact, bookEntry } from './booked-entries';

export const STATION = 'trosterud';
const ALWAYS_OPEN = 'demo-dogn';
const ZONE = 'Europe/Oslo';
const SEED = 20261121;
/** How far back there are visits; before that, what was imported. */
const DAYS = 13;
const MINUTE_MS = 60_000;
const WEIGHED = `/api/drop-offs?station=${STATION}&container=ombruk&kind=drop-off&quality=ok&limit=50`;
/** Of the week; 2 is Tuesday, when Trosterud is closed. */
const OPEN_WEEKDAYS = [1, 3, 4, 5];
const TIMES = ['11:04', '11:21', '11:52', '12:17', '12:40', '13:08', '13:31', '14:02', '14:29', '15:06', '15:38'];
const MORNING = ['08:12', '08:47', '09:20', '10:05', '10:31'];
const CONTAINERS = [
  { containerId: 'ombruk', startGrams: 1_150_000, emptyGrams: 90_000, maxKg: 3000 },
  { containerId: 'gjenvinning', startGrams: 2_440_000, emptyGrams: 120_000, maxKg: 6000 },
] as const;

const random = new SeededRandom(SEED);
const today = (): Temporal.PlainDate => Temporal.Now.plainDateISO(ZONE);
const instant = (date: Temporal.PlainDate, plainTime: string): string =>
  new Date(date.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds).toISOString();

/** Where the pages have something to show, and the devices that go on living there. */
export interface LivedIn {
  /** A row of the ledger that a scale weighed. */
  weighedId: string;
  /** First and last local date with visits. */
  from: string;
  to: string;
  stop(): Promise<void>;
}

/**
 * Two weeks at Trosterud as people, doors and scales would have left them: visits weighed by the real pipeline, attempts that
 * opened and such that didn't, hours and closures changed, rows by hand, activities, alarms, and figures from before.
 */
export async function liveIn(infrastructure: Infrastructure, services: ServiceProcesses): Promise<LivedIn> {
  const [staff, operator] = await Promise.all([
    ApiClient.signIn(services, 'demo-staff'),
    ApiClient.signIn(services, 'demo-operator'),
  ]);
  const visited = await playDays(infrastructure);
  await Promise.all([
    tryDoors(infrastructure, visited),
    importBefore(operator),
    planHours(staff),
    enterActivities(staff),
  ]);
  const devices = powerDevices(infrastructure, visited);
  await neglectDoor(infrastructure);
  await caughtUp(infrastructure);
  await bookDoubtful(infrastructure);
  await enterByHand(staff, operator);
  await caughtUp(infrastructure);
  const { items } = await operator.get<{ items: { id: string; at: string }[] }>(WEIGHED);
  const weighed = items.find(({ at }) => at < instant(today(), '00:00')) ?? items[0];
  if (!weighed) throw new Error('Nothing was weighed');
  return {
    ...{ weighedId: weighed.id, from: today().subtract({ days: DAYS }).toString(), to: today().toString() },
    stop: async () => {
      for (const device of devices) await device.powerOff();
    },
  };
}

interface VisitedDay {
  containerId: string;
  date: Temporal.PlainDate;
  visits: RecordedVisit[];
  endGrams: number;
}

/** Doors and scales tell of each day in their own way; today until now. */
async function playDays(infrastructure: Infrastructure): Promise<VisitedDay[]> {
  const visited: VisitedDay[] = [];
  for (const [index, { containerId, startGrams, emptyGrams }] of CONTAINERS.entries()) {
    let load: number = startGrams;
    for (let back = DAYS; back >= 0; back -= 1) {
      const date = today().subtract({ days: back });
      if (back > 0 && !OPEN_WEEKDAYS.includes(date.dayOfWeek)) continue;
      const device = {
        stationId: STATION,
        doorId: `${STATION}-${containerId}`,
        scaleId: `${STATION}-${containerId}-vekt`,
      };
      const visits = [...(load === startGrams ? [emptied(emptyGrams - load)] : []), ...visitsOn(date)];
      const day = recordedDay({
        ...{ ...device, date: date.toString(), timeZone: ZONE, visits, startGrams: load },
        ...{ seed: SEED + 100 * index + back, noiseGrams: 20, resolutionGrams: 100 },
      });
      load += day.truth.totalGrams;
      const batches = { readingsPerMessage: 120, changesPerMessage: 20 };
      await playUntilAcknowledged(infrastructure.mqttUrl, recordedMessages(device, untilNow(day), batches));
      visited.push({ containerId, date, visits, endGrams: load });
    }
  }
  return visited;
}

/** By the lorry, before the station opens. */
function emptied(grams: number): RecordedVisit {
  return { at: '07:30', grams, stayMs: 5 * MINUTE_MS, personGrams: 0 };
}

/** Most bring something, some take something along. */
function visitsOn(date: Temporal.PlainDate): RecordedVisit[] {
  const isToday = date.equals(today());
  const last = new Date(Date.now() - 10 * MINUTE_MS).toISOString();
  return [...(isToday ? MORNING : []), ...TIMES]
    .filter((at) => instant(date, at) < last && random.uniform() < 0.7)
    .map((at) => ({ at, grams: 100 * (random.uniform() < 0.2 ? -5 - random.integer(60) : 12 + random.integer(170)) }));
}

function untilNow(day: RecordedDay): RecordedDay {
  const now = new Date().toISOString();
  const isPast = ({ at }: { at: string }): boolean => at < now;
  return { ...day, readings: day.readings.filter(isPast), changes: day.changes.filter(isPast) };
}

/** The presses of Oslonøkkelen that led to the visits, and those in the evenings and at a door without contact. */
async function tryDoors(infrastructure: Infrastructure, visited: VisitedDay[]): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl, options: '-c search_path=access' });
  await client.connect();
  for (const { containerId, date, visits } of visited) {
    for (const { at } of visits)
      await tried(client, { containerId, at: instant(date, at), state: 'closed', reason: null });
    for (const at of ['17:12', '18:40', '19:05', '19:09', '20:31'].filter(() => random.uniform() < 0.4)) {
      if (instant(date, at) > new Date().toISOString()) continue;
      await tried(client, { containerId, at: instant(date, at), state: 'denied', reason: 'outside_hours' });
    }
    if (random.uniform() < 0.3 && !date.equals(today()))
      await tried(client, { containerId, at: instant(date, '14:50'), state: 'failed', reason: 'device_offline' });
  }
  await client.end();
}

interface Tried {
  containerId: string;
  at: string;
  state: 'closed' | 'denied' | 'failed';
  reason: string | null;
}

async function tried(client: Client, { containerId, at, state, reason }: Tried): Promise<void> {
  const attempt = { attemptId: randomUUID(), stationId: STATION, containerId, doorId: `${STATION}-${containerId}`, at };
  await client.query(
    `INSERT INTO attempts (attempt_id, request_hash, station_id, container_id, door_id, command_id, requested_at, deadline_at,
                           state, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
    [attempt.attemptId, randomBytes(32), STATION, containerId, attempt.doorId, randomUUID(), at, state, reason],
  );
  if (state === 'closed') await appendFact(client, DoorUnlocked, { ...attempt, revision: 2 }, at);
  else await appendFact(client, AttemptRefused, { ...attempt, ending: state, reason: reason ?? '', revision: 2 }, at);
}

/** What was known before there were scales: every day of the two weeks before, every month before that. */
async function importBefore(operator: ApiClient): Promise<void> {
  const days = Array.from({ length: DAYS + 1 }, (_none, index) => today().subtract({ days: DAYS + 1 + index }));
  const months = Array.from({ length: 20 }, (_none, index) =>
    today()
      .with({ day: 1 })
      .subtract({ months: index + 2 }),
  );
  const line = (date: Temporal.PlainDate, rest: string): string => `${date.toLocaleString('nb-NO')};${rest}`;
  const rows = [
    ...days
      .filter(({ dayOfWeek }) => OPEN_WEEKDAYS.includes(dayOfWeek))
      .flatMap((date) => [
        line(date, `ombruk;mixed-reuse;${40 + random.integer(60)};veid;husholdning`),
        line(date, `materialgjenvinning;mixed-recycling;${60 + random.integer(50)};veid;husholdning`),
      ]),
    ...months.flatMap((date) => [
      line(date, `ombruk;mixed-reuse;${300 + random.integer(120)};anslått;husholdning`),
      line(date, `materialgjenvinning;mixed-recycling;${450 + random.integer(150)};anslått;husholdning`),
    ]),
  ];
  const text = ['Dato;Strøm;Fraksjon;Kg;Metode;Opphav', ...rows].join('\n');
  const query = new URLSearchParams({ station: STATION, source: 'Ukelister', reason: 'Tall fra før vektene' });
  expectDone(await operator.upload(`/api/history/import?${query}`, { type: 'text/csv', text }));
}

/** Longer hours on Thursdays, a swap day today, Christmas Eve closed, and a container to be painted. */
async function planHours(staff: ApiClient): Promise<void> {
  const path = `/api/stations/${STATION}`;
  const { hoursVersion } = await staff.get<{ hoursVersion: number }>(`${path}/schedule`);
  expectDone(
    await staff.send('PUT', `${path}/opening-hours`, {
      ...{ validFrom: today().add({ days: 9 }).toString(), hours: 'Mo,We,Fr 11:00-16:00; Th 11:00-20:00; PH off' },
      ...{ expectedVersion: hoursVersion, confirm: true },
    }),
  );
  const own = [
    { date: today(), hours: '08:00-20:00', reason: { nb: 'Byttedag', en: 'Swap day' } },
    { date: today().add({ days: 11 }), hours: '10:00-14:00', reason: { nb: 'Juleverksted', en: 'Christmas workshop' } },
  ];
  for (const { date, ...hours } of own)
    expectDone(await staff.send('POST', `${path}/exceptions`, { date: date.toString(), ...hours, confirm: true }));
  const next = today().add({ days: 4 });
  expectDone(
    await staff.send('POST', `${path}/closures`, {
      ...{ from: instant(next, '08:00'), until: instant(next, '13:00'), containers: ['gjenvinning'] },
      ...{ appliesTo: 'residents', reason: { nb: 'Containeren byttes', en: 'The container is being exchanged' } },
    }),
  );
}

async function enterActivities(staff: ApiClient): Promise<void> {
  const day = (back: number): string => today().subtract({ days: back }).toString();
  const none = { items: null, repairedItems: null, helpers: null, visitors: null, note: null, programme: null };
  const reuse = { stream: 'reuse', method: 'weighed', origin: 'household' };
  const activities = [
    {
      ...{ ...none, localDate: day(9), place: 'Låven, Trosterudparken', kind: 'market', title: 'Byttemarked i Låven' },
      ...{ residentEvents: 1, visitors: 64, items: 180, helpers: 5 },
      goods: [
        { ...reuse, fraction: 'textiles', grams: 48_500 },
        { ...reuse, fraction: 'toys', grams: 21_300 },
      ],
    },
    {
      ...{
        ...none,
        localDate: day(3),
        place: 'Trosterud minigjenbruksstasjon',
        kind: 'repair',
        title: 'Reparasjonskveld',
      },
      ...{ residentEvents: 1, visitors: 17, repairedItems: 11, helpers: 3, note: 'Tre sykler venter på deler.' },
      goods: [{ ...reuse, fraction: 'electronics', grams: 14_200, method: 'estimated' }],
    },
  ];
  for (const activity of activities)
    expectDone(await staff.send('POST', `/api/activities?station=${STATION}`, activity));
}

async function enterByHand(staff: ApiClient, operator: ApiClient): Promise<void> {
  const place = { stationId: STATION, containerId: 'ombruk' };
  const at = instant(today().subtract({ days: DAYS + 3 }), '12:30');
  const entry = { ...place, at, grams: 31_500, reason: 'Vekten var på reparasjon' };
  expectDone(await staff.send('POST', '/api/drop-offs', entry));
  const { items } = await operator.get<{ items: { id: string }[] }>(WEIGHED);
  for (const [row, correction] of [
    [items[3], { fraction: 'toys', reason: 'Bare leker' }],
    [items[6], { grams: 6_000, reason: 'Noen sto på vekten' }],
  ] as const) {
    if (row) expectDone(await staff.send('POST', `/api/drop-offs/${row.id}/corrections`, correction));
  }
}

/** Rows that aren't sure, and one that can't be true. */
async function bookDoubtful(infrastructure: Infrastructure): Promise<void> {
  const day = (back: number): string => today().subtract({ days: back }).toString();
  await bookEntry(
    infrastructure.databaseUrl,
    ...[
      { stationId: STATION, localDate: day(4), grams: 18_700, quality: 'uncertain', reason: 'old_baseline' } as const,
      {
        stationId: STATION,
        localDate: day(8),
        grams: 7_400,
        quality: 'uncertain',
        reason: 'unstable_after_visit',
      } as const,
      {
        stationId: STATION,
        localDate: day(5),
        grams: 940_000,
        quality: 'quarantine',
        reason: 'implausible_weight',
      } as const,
      { stationId: ALWAYS_OPEN, localDate: day(2), grams: 23_600 },
      { stationId: ALWAYS_OPEN, localDate: day(6), grams: 41_900, fraction: 'furniture' },
    ],
  );
}

/** Doors and scales that are well and go on telling so. */
function powerDevices(infrastructure: Infrastructure, visited: VisitedDay[]): (SimulatedDoor | SimulatedScale)[] {
  const { mqttUrl } = infrastructure;
  const scales = CONTAINERS.map(({ containerId, maxKg }, index) => {
    const load = visited.findLast((day) => day.containerId === containerId)?.endGrams ?? 0;
    return new SimulatedScale({
      ...{ mqttUrl, stationId: STATION, scaleId: `${STATION}-${containerId}-vekt`, loadGrams: () => load, maxKg },
      ...{ resolutionGrams: 100, noiseGrams: 20, seed: SEED + index },
    });
  });
  const doors = [
    new SimulatedDoor({ mqttUrl, stationId: STATION, doorId: `${STATION}-ombruk` }),
    new SimulatedDoor({ mqttUrl, stationId: ALWAYS_OPEN, doorId: `${ALWAYS_OPEN}-ombruk` }),
  ];
  const devices = [...scales, ...doors];
  for (const device of devices) device.powerOn();
  return devices;
}

/** One door was left open, with little in its battery, and a scale said something that nobody can read. */
async function neglectDoor({ mqttUrl }: Infrastructure): Promise<void> {
  const client = await connectAsync(mqttUrl);
  const at = new Date(Date.now() - 25 * MINUTE_MS).toISOString();
  const state = { boot: 'd0071e57d0071e57', seq: 1, at, locked: false, open: true, battery: 9 };
  const topic = `selvbetjent/v1/${STATION}`;
  const nonce = randomBytes(16).toString('hex');
  await client.publishAsync(`${topic}/${STATION}-gjenvinning/state`, JSON.stringify({ ...state, nonce }), { qos: 1 });
  await client.publishAsync(`${topic}/${STATION}-gjenvinning-vekt/readings`, '{"boot":', { qos: 1 });
  await client.endAsync();
}

function expectDone({ status, body }: { status: number; body: unknown }): void {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
}
