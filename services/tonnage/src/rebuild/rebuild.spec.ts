import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AttemptRefused,
  DoorUnlocked,
  DropOffRecorded,
  QueryTonnage,
  ScaleCovered,
  StationChanged,
  VisitClosed,
  VisitOpened,
  VisitWithdrawn,
} from '@selvbetjent/contracts';
import { Database, prepareDataSource } from '@selvbetjent/database';
import { FactReader, NatsLink, Requests } from '@selvbetjent/messaging';
import { type RunningService, startService, SystemClock } from '@selvbetjent/platform';
import {
  caughtUp,
  type FactSource,
  type Infrastructure,
  startFactSource,
  startInfrastructure,
} from '@selvbetjent/testing';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { readTonnageConfig } from '../config';
import { describeTonnage, TONNAGE_MIGRATIONS } from '../tonnage.module';
import { describeReport } from './describe-report';
import { READ_MODEL_FACTS } from './keep-fact';
import { RebuildReadModel, type RebuildOptions, type RebuildReport } from './rebuild-read-model';

const DAYS = 30;
const RANGE = { from: '2026-10-01', to: '2026-11-30', by: 'day' as const };

let infrastructure: Infrastructure;
let service: RunningService;
let access: FactSource;
let stations: FactSource;
let dropoffs: FactSource;
let nats: NatsLink;
/** As the command has it: without limits on how long a statement takes. */
let unhurried: Database;
let database: Database;

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
  const options = { schema: 'tonnage', url: infrastructure.databaseUrl, migrations: TONNAGE_MIGRATIONS };
  unhurried = new Database(await prepareDataSource({ ...options, unhurried: true }));
  nats = new NatsLink(infrastructure.natsUrl, 'tonnage-rebuild');
  database = service.app.get(Database);
  await stations.publish(StationChanged, STATION);
  await publishMonth();
});

beforeEach(() => caughtUp(infrastructure));

afterAll(async () => {
  await unhurried?.dataSource.destroy();
  nats?.onModuleDestroy();
  await nats?.onApplicationShutdown();
  await service?.close();
  for (const source of [access, stations, dropoffs]) await source?.stop();
  await infrastructure?.stop();
});

const STATION: StationChanged = {
  ...{ stationId: 'trosterud', revision: 1, name: 'Trosterud', district: 'Alna', address: 'Oslo', simulated: false },
  ...{ location: { latitude: 59.9, longitude: 10.8 }, timeZone: 'Europe/Oslo', hoursVersion: 1 },
  help: { phone: '22 00 00 00', text: { nb: 'Ring', en: 'Call' } },
  openingHours: [{ validFrom: '2023-01-16', hours: 'Mo-Fr 09:00-16:00' }],
  ...{ exceptions: [], closures: [] },
  containers: [
    {
      ...{
        id: 'ombruk',
        name: 'Ombruk',
        stream: 'reuse',
        fraction: 'mixed-reuse',
        capacityKg: 1_500,
        access: 'self-service',
      },
      ...{ doors: [], scales: [{ id: 'vekt', dialect: 'selvbetjent', resolutionGrams: 100, maxKg: 3_000 }] },
    },
  ],
};
/** Every row that dropoffs has told. */
const told: DropOffRecorded[] = [];
const PLACE = { stationId: 'trosterud', containerId: 'ombruk' };

function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

interface Row extends Partial<DropOffRecorded> {
  weighing: string;
  revision: number;
  grams: number;
  localDate: string;
}

function entry({ weighing, ...row }: Row): DropOffRecorded {
  return {
    ...{ entryId: idOf(`${weighing}/${row.revision}`), weighingId: idOf(weighing), kind: 'drop-off', ...PLACE },
    ...{ stream: 'reuse', fraction: 'mixed-reuse', visitIds: [idOf(`visit ${weighing}`)], quality: 'ok', reason: null },
    ...{ at: `${row.localDate}T11:00:00.000Z`, method: 'weighed', origin: 'household' },
    ...row,
  };
}

async function tell(...rows: DropOffRecorded[]): Promise<void> {
  told.push(...rows);
  await dropoffs.publish(DropOffRecorded, ...rows);
}

/** A month: visits, refusals and scales; corrections, late rows, reversals on another day, a withdrawn visit. */
async function publishMonth(): Promise<void> {
  const late: DropOffRecorded[] = [];
  for (let day = 1; day <= DAYS; day += 1) {
    const localDate = `2026-10-${String(day).padStart(2, '0')}`;
    const at = (time: string): string => `${localDate}T${time}:00.000Z`;
    const weighing = `day ${day}`;
    const visit = { visitId: idOf(`visit ${weighing}`), ...PLACE, openedAt: at('10:50'), attemptIds: [] };
    await access.publish(VisitOpened, { ...visit, revision: 1 });
    await access.publish(VisitClosed, { ...visit, closedAt: at('11:00'), closedBy: 'doors', revision: 2 });
    if (day % 10 === 0) await access.publish(VisitWithdrawn, { visitId: visit.visitId, ...PLACE, revision: 3 });
    const attempt = { attemptId: idOf(`attempt ${day}`), ...PLACE, doorId: 'dor', at: at('19:05'), revision: 3 };
    if (day % 2 === 0) await access.publish(DoorUnlocked, attempt);
    else await access.publish(AttemptRefused, { ...attempt, ending: 'denied', reason: 'outside_hours' });
    await dropoffs.publish(ScaleCovered, { ...PLACE, hour: at('11:00'), minutes: 'fffffffffffffff', revision: 1 });
    const booked = { weighing, localDate, grams: 1_000 * day + day };
    await tell(entry({ ...booked, revision: 1 }));
    if (day % 3 === 0)
      late.push(entry({ ...booked, grams: -77, kind: 'correction', reason: 'counted twice', revision: 2 }));
    if (day % 7 === 0) {
      const nextDay = `2026-11-${String(day).padStart(2, '0')}`;
      late.push(entry({ ...booked, grams: -booked.grams, reason: 'reversed', revision: 3 }));
      late.push(entry({ ...booked, localDate: nextDay, quality: 'uncertain', reason: 'sparse', revision: 4 }));
    }
  }
  await tell(...late.reverse());
}

async function rebuild(options: RebuildOptions = {}): Promise<RebuildReport> {
  const reader = await FactReader.open(await nats.connected(), 'tonnage-rebuild', READ_MODEL_FACTS);
  const report = await new RebuildReadModel(unhurried, reader, new SystemClock()).handle(options);
  await reader.close();
  return report;
}

async function rows(): Promise<unknown> {
  const outcome = await service.app.get(Requests).ask(QueryTonnage, RANGE);
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

/** What the ledger's rows that were told add up to. */
function toldGrams(): number {
  return told.reduce((sum, { grams }) => sum + grams, 0);
}

async function liveGrams(): Promise<number> {
  const [row] = await database.query<{ grams: number }>(
    `SELECT sum(grams)::bigint AS grams FROM gram_sums WHERE grain = 'month'`,
  );
  return row?.grams ?? NaN;
}

describe('a rebuilt read model', () => {
  it('is the live one to the gram, with corrections and late rows, and takes its place', async () => {
    const before = await rows();
    expect(await rebuild()).toMatchObject({ comparisons: [], swapped: true });
    expect(await liveGrams()).toBe(toldGrams());
    expect(await rows()).toEqual(before);
  });

  it('finds and names what is wrong in the live one, and puts it right', async () => {
    const before = await rows();
    await database.query(`UPDATE gram_sums SET grams = grams + 1 WHERE starts_on = '2026-10-05' AND grain = 'day'`);
    await database.query(`UPDATE open_sums SET weighed_minutes = 61 WHERE starts_on = '2026-10-05' AND grain = 'day'`);
    await database.query(`DELETE FROM open_days WHERE local_date = '2026-10-06'`);
    await database.query('DELETE FROM entries WHERE entry_id = $1', [idOf('day 8/1')]);
    await database.query(`UPDATE visits SET closed_at = closed_at + interval '1 hour' WHERE visit_id = $1`, [
      idOf('visit day 9'),
    ]);
    const compared = await rebuild({ compareOnly: true });
    expect(compared).toMatchObject({ swapped: false });
    expect(compared.comparisons.map(({ table, differences, onlyLive }) => [table, differences, onlyLive])).toEqual([
      ['entries', 1, 0],
      ['visits', 1, 0],
      ['gram_sums', 1, 0],
      ['open_days', 1, 0],
      ['open_sums', 1, 0],
    ]);
    const text = describeReport(compared);
    expect(text).toContain('missing: {');
    expect(text).toContain(idOf('day 8/1'));
    expect(text).toContain('closed_at is "2026-10-09T12:00:00+00:00", facts say "2026-10-09T11:00:00+00:00"');
    expect(text).toContain('grams is 5006, facts say 5005');
    expect(text).toContain('weighed_minutes is 61, facts say 60');
    expect(await rebuild()).toMatchObject({ swapped: true });
    expect(await rebuild({ compareOnly: true })).toMatchObject({ comparisons: [] });
    expect(await rows()).toEqual(before);
  });

  it('does not throw away what no fact tells of, unless it is told to', async () => {
    const invented = idOf('invented');
    await database.query(
      `INSERT INTO entries SELECT ($1::uuid) AS entry_id, weighing_id, 99, local_date, station_id, container_id,
      stream, fraction, kind, quality, origin, method, reason, 5, visit_ids FROM entries LIMIT 1`,
      [invented],
    );
    const refused = await rebuild();
    expect(refused).toMatchObject({ swapped: false, comparisons: [{ table: 'entries', onlyLive: 1 }] });
    expect(describeReport(refused)).toContain(invented);
    expect(await rebuild({ dropUnknown: true })).toMatchObject({ swapped: true });
    expect(await rebuild({ compareOnly: true })).toMatchObject({ comparisons: [] });
  });

  it('comes back after its tables were lost, and misses nothing that is told meanwhile', async () => {
    await database.query('DROP TABLE entries, gram_sums, visit_hours, visit_sums, scale_hours, open_days, open_sums');
    const meanwhile = async (): Promise<void> => {
      for (let n = 1; n <= 20; n += 1)
        await tell(entry({ weighing: `meanwhile ${n}`, localDate: '2026-11-29', grams: 10, revision: 1 }));
    };
    const [report] = await Promise.all([rebuild(), meanwhile()]);
    expect(report).toMatchObject({ swapped: true });
    await caughtUp(infrastructure);
    expect(await rebuild({ compareOnly: true })).toMatchObject({ comparisons: [] });
    expect(await liveGrams()).toBe(toldGrams());
  });

  it('is one command, which has the owners publish their facts again first', async () => {
    const script = resolve(__dirname, '../../../../deploy/local/rebuild-tonnage.mjs');
    const env = { ...process.env, DATABASE_URL: infrastructure.databaseUrl, NATS_URL: infrastructure.natsUrl };
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
    expect(stdout).toContain('facts of dropoffs are published again');
    expect(stdout).toContain('The live read model is what the facts say, row by row.');
    expect(stdout).toContain('The rebuilt read model has taken its place.');
  });
});
