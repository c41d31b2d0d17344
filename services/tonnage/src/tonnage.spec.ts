import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttemptRefused,
  DoorUnlocked,
  DropOffRecorded,
  QueryTonnage,
  QueryUse,
  ScaleCovered,
  StationChanged,
  type Tonnage,
  VisitClosed,
  VisitOpened,
  VisitWithdrawn,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Requests } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import {
  caughtUp,
  type FactSource,
  type Infrastructure,
  startFactSource,
  startInfrastructure,
} from '@selvbetjent/testing';
import { randomUUID } from 'node:crypto';
import { readTonnageConfig } from './config';
import { describeTonnage } from './tonnage.module';

let infrastructure: Infrastructure;
let service: RunningService;
let access: FactSource;
let stations: FactSource;
let dropoffs: FactSource;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  const config = readTonnageConfig({
    DATABASE_URL: infrastructure.databaseUrl,
    NATS_URL: infrastructure.natsUrl,
    TONNAGE_PORT: '0',
    LOG_LEVEL: 'silent',
  });
  [access, stations, dropoffs, service] = await Promise.all([
    startFactSource('access', infrastructure),
    startFactSource('stations', infrastructure),
    startFactSource('dropoffs', infrastructure),
    startService(describeTonnage(config)),
  ]);
  await stations.publish(StationChanged, station('trosterud'), station('andre'));
});

afterAll(async () => {
  await Promise.all([access, stations, dropoffs].map((source) => source?.stop()));
  await service?.close();
  await infrastructure?.stop();
});

function station(stationId: string): StationChanged {
  const scale = { id: `${stationId}-vekt`, dialect: 'selvbetjent' as const, resolutionGrams: 100, maxKg: 3000 };
  const container = {
    name: 'Ombruk',
    stream: 'reuse' as const,
    fraction: 'mixed-reuse',
    capacityKg: 1500,
    access: 'self-service' as const,
    doors: [],
  };
  return {
    stationId,
    revision: 1,
    name: stationId,
    district: 'Alna',
    address: 'Oslo',
    location: { latitude: 59.9, longitude: 10.8 },
    timeZone: 'Europe/Oslo',
    help: { phone: '22 00 00 00', text: { nb: 'Ring', en: 'Call' } },
    simulated: false,
    hoursVersion: 1,
    openingHours: [{ validFrom: '2023-01-16', hours: 'Mo-Fr 09:00-16:00' }],
    exceptions: [],
    closures: [],
    containers: [
      { ...container, id: 'ombruk', scales: [scale] },
      { ...container, id: 'uten-vekt', scales: [] },
    ],
  };
}

interface Row extends Partial<DropOffRecorded> {
  localDate: string;
  grams: number;
}

function entry({ localDate, ...changes }: Row): DropOffRecorded {
  return {
    entryId: randomUUID(),
    weighingId: randomUUID(),
    kind: changes.grams < 0 ? 'take-out' : 'drop-off',
    stationId: 'trosterud',
    containerId: 'ombruk',
    stream: 'reuse',
    fraction: 'mixed-reuse',
    visitIds: [randomUUID()],
    at: `${localDate}T11:00:00.000Z`,
    localDate,
    quality: 'ok',
    reason: null,
    method: 'weighed',
    origin: 'household',
    revision: 1,
    ...changes,
  };
}

async function ask(request: Omit<QueryTonnage, 'replyType'>): Promise<Tonnage> {
  await caughtUp(infrastructure);
  const outcome = await service.app.get(Requests).ask(QueryTonnage, request);
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const day = (date: string, stationId = 'trosterud') => ({ stationId, from: date, to: date, by: 'day' as const });

describe('tonnage', () => {
  it('sums rows by period, station, stream and fraction, with what was taken out apart', async () => {
    const rows = [
      entry({ localDate: '2024-12-30', grams: 5_000 }),
      entry({ localDate: '2024-12-31', grams: 2_000, fraction: 'books' }),
      entry({ localDate: '2025-01-01', grams: 700 }),
      entry({ localDate: '2025-01-01', grams: -300 }),
      entry({ localDate: '2025-01-05', grams: 100, stationId: 'andre' }),
    ];
    await dropoffs.publish(DropOffRecorded, ...rows);
    const range = { from: '2024-12-30', to: '2025-01-05' };
    const by = async (period: QueryTonnage['by'], stationId?: string) =>
      (await ask({ ...range, by: period, ...(stationId && { stationId }) })).rows.map(
        ({ period: name, fraction, grams, takenOutGrams, dropOffs }) => [
          name,
          fraction,
          grams,
          takenOutGrams,
          dropOffs,
        ],
      );
    expect(await by('day', 'trosterud')).toEqual([
      ['2024-12-30', 'mixed-reuse', 5_000, 0, 1],
      ['2024-12-31', 'books', 2_000, 0, 1],
      ['2025-01-01', 'mixed-reuse', 700, 300, 1],
    ]);
    expect(await by('week')).toEqual([
      ['2025-W01', 'mixed-reuse', 100, 0, 1],
      ['2025-W01', 'books', 2_000, 0, 1],
      ['2025-W01', 'mixed-reuse', 5_700, 300, 2],
    ]);
    expect(await by('month', 'trosterud')).toEqual([
      ['2024-12', 'books', 2_000, 0, 1],
      ['2024-12', 'mixed-reuse', 5_000, 0, 1],
      ['2025-01', 'mixed-reuse', 700, 300, 1],
    ]);
    expect(await by('year', 'andre')).toEqual([['2025', 'mixed-reuse', 100, 0, 1]]);
  });

  it('counts a revised weighing once, and its visits only while its net is a drop-off', async () => {
    const weighing = { localDate: '2025-02-03', weighingId: randomUUID(), visitIds: [randomUUID()] };
    const merged = [...weighing.visitIds, randomUUID()];
    await dropoffs.publish(
      DropOffRecorded,
      entry({ ...weighing, grams: 5_000 }),
      entry({ ...weighing, grams: -200, kind: 'drop-off', reason: 'revised', revision: 2 }),
      entry({ ...weighing, grams: -4_800, kind: 'drop-off', reason: 'reversed', revision: 3 }),
      entry({ ...weighing, grams: 7_000, visitIds: merged, revision: 4 }),
    );
    expect((await ask(day('2025-02-03'))).rows).toMatchObject([{ grams: 7_000, dropOffs: 2, takenOutGrams: 0 }]);
    await dropoffs.publish(
      DropOffRecorded,
      entry({ ...weighing, grams: -7_000, kind: 'drop-off', visitIds: merged, reason: 'reversed', revision: 5 }),
    );
    expect((await ask(day('2025-02-03'))).rows).toEqual([]);
  });

  it('shows uncertain kilos as such and leaves out quarantine and what happened between visits', async () => {
    await dropoffs.publish(
      DropOffRecorded,
      entry({ localDate: '2025-03-03', grams: 1_000 }),
      entry({ localDate: '2025-03-03', grams: 400, quality: 'uncertain', reason: 'unstable_after_visit' }),
      entry({ localDate: '2025-03-03', grams: 160_000, quality: 'quarantine', reason: 'implausible_weight' }),
      entry({ localDate: '2025-03-03', grams: -90_000, kind: 'emptying' }),
      entry({ localDate: '2025-03-03', grams: 50, kind: 'drift', visitIds: [] }),
      entry({
        localDate: '2025-03-03',
        grams: -7_000,
        kind: 'unexplained',
        reason: 'step_without_visit',
        visitIds: [],
      }),
    );
    expect((await ask(day('2025-03-03'))).rows).toMatchObject([
      { grams: 1_400, uncertainGrams: 400, takenOutGrams: 0, dropOffs: 2 },
    ]);
  });

  it('takes a row that is published again under its own id only once', async () => {
    const row = entry({ localDate: '2025-04-07', grams: 1_000 });
    await dropoffs.publish(DropOffRecorded, row);
    await dropoffs.publish(DropOffRecorded, row);
    expect((await ask(day('2025-04-07'))).rows).toMatchObject([{ grams: 1_000, dropOffs: 1 }]);
  });

  it('says how complete it is: open minutes, visits by their local date, and how many are trusted', async () => {
    const visit = (closedAt: string, containerId = 'ombruk') => ({
      visitId: randomUUID(),
      stationId: 'trosterud',
      containerId,
      openedAt: '2025-05-05T09:00:00Z',
      closedAt,
      closedBy: 'doors' as const,
      attemptIds: [],
      revision: 2,
    });
    const [doubtful, good, withdrawn, afterMidnight, unweighed] = [
      visit('2025-05-05T09:01:00Z'),
      visit('2025-05-05T10:01:00Z'),
      visit('2025-05-05T11:01:00Z'),
      visit('2025-05-05T22:30:00Z'),
      visit('2025-05-05T12:01:00Z', 'uten-vekt'),
    ];
    await access.publish(VisitClosed, doubtful, good, withdrawn, afterMidnight, unweighed);
    const { visitId, stationId, containerId } = withdrawn;
    await access.publish(VisitWithdrawn, { visitId, stationId, containerId, revision: 3 });
    await dropoffs.publish(
      DropOffRecorded,
      entry({ localDate: '2025-05-05', grams: 0, visitIds: [doubtful.visitId], quality: 'uncertain', reason: 'x' }),
    );
    expect((await ask(day('2025-05-05'))).complete).toEqual({
      openMinutes: 420,
      weighedMinutes: null,
      visits: 3,
      trustedVisits: 1,
      ...{ uncertainGrams: 0, correctedGrams: 0, quarantinedGrams: 0 },
    });
  });

  it('says in how many of the open minutes the scales worked, as late news corrects it', async () => {
    const place = { stationId: 'trosterud', containerId: 'ombruk' };
    const hour = (at: string, minutes: string, revision: number): ScaleCovered => ({
      ...place,
      hour: at,
      minutes,
      revision,
    });
    await dropoffs.publish(
      ScaleCovered,
      hour('2025-06-02T06:00:00Z', 'fffffffffffffff', 1),
      hour('2025-06-02T07:00:00Z', 'fffffffffffffff', 1),
      hour('2025-06-02T08:00:00Z', 'ff0000000000000', 2),
      hour('2025-06-02T08:00:00Z', 'f00000000000000', 1),
    );
    expect((await ask(day('2025-06-02'))).complete).toMatchObject({ openMinutes: 420, weighedMinutes: 68 });
    expect((await ask(day('2025-06-03'))).complete).toMatchObject({ openMinutes: 420, weighedMinutes: null });
  });

  it('counts visits and attempts by the hour of the week that the station has', async () => {
    const place = { stationId: 'trosterud', containerId: 'ombruk' };
    const visit = (openedAt: string) => ({ visitId: randomUUID(), ...place, openedAt, attemptIds: [], revision: 1 });
    const attempt = (at: string) => ({ attemptId: randomUUID(), ...place, doorId: 'dor', at, revision: 3 });
    await access.publish(VisitOpened, visit('2025-07-06T22:30:00Z'), visit('2025-07-07T14:05:00Z'));
    const denied = { ending: 'denied' as const, reason: 'outside_hours' };
    await access.publish(
      AttemptRefused,
      { ...attempt('2025-07-07T16:10:00Z'), ...denied },
      { ...attempt('2025-07-14T16:50:00Z'), ...denied },
      { ...attempt('2025-07-21T16:50:00Z'), ...denied },
    );
    await access.publish(DoorUnlocked, attempt('2025-07-07T14:04:00Z'));
    await caughtUp(infrastructure);
    const range = { stationId: 'trosterud', from: '2025-07-07', to: '2025-07-14' };
    expect(await service.app.get(Requests).ask(QueryUse, range)).toEqual({
      outcome: 'ok',
      value: {
        visits: [
          { weekday: 1, hour: 0, visits: 1 },
          { weekday: 1, hour: 16, visits: 1 },
        ],
        attempts: [
          { weekday: 1, hour: 16, ending: 'unlocked', reason: null, attempts: 1 },
          { weekday: 1, hour: 18, ending: 'denied', reason: 'outside_hours', attempts: 2 },
        ],
      },
    });
  });

  it('refuses a range that is none', async () => {
    const outcome = await service.app
      .get(Requests)
      .ask(QueryTonnage, { from: '2025-01-02', to: '2025-01-01', by: 'day' });
    expect(outcome).toMatchObject({ outcome: 'permanent', reason: { code: 'bad_range' } });
    expect(await service.app.get(Database).query('SELECT 1 FROM dead_letters')).toEqual([]);
  });
});
