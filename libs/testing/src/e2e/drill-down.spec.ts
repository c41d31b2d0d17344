import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  type DropOffRecorded,
  DropOffRecorded as DropOffRecordedFact,
  type DropOffView,
  ENTRY_KINDS,
  FIGURES,
  type Figure,
  type Tonnage,
} from '@selvbetjent/contracts';
import { SeededRandom } from '@selvbetjent/simulation';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';

const SEED = 7;
const ROWS = 400;
const DATES = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-15', '2026-02-01'];
const RANGE = 'from=2025-12-31&to=2026-01-31';
const SHOWN = ['grams', 'takenOutGrams', 'uncertainGrams'] as const satisfies Figure[];

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  services = await ServiceProcesses.start(infrastructure);
  operator = await ApiClient.signIn({ portalUrl: services.urlOf('portal') }, 'demo-operator');
  await book(Array.from({ length: ROWS }, entryBy(new SeededRandom(SEED))));
  await caughtUp(infrastructure);
});

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
});

/** Rows of every kind and quality. */
function entryBy(random: SeededRandom): () => DropOffRecorded {
  const one = <T>(values: readonly T[]): T => values[Math.floor(random.uniform() * values.length)] as T;
  return () => {
    const localDate = one(DATES);
    const quality = one(['ok', 'ok', 'uncertain', 'quarantine'] as const);
    return {
      ...{ entryId: randomUUID(), weighingId: randomUUID(), kind: one(ENTRY_KINDS), stationId: one(['en', 'to']) },
      ...{ containerId: one(['a', 'b']), stream: one(['reuse', 'recycling'] as const), fraction: one(['x', 'y']) },
      ...{
        visitIds: [randomUUID()],
        at: `${localDate}T1${one([0, 1, 2])}:00:00.000Z`,
        localDate,
        quality,
        revision: 1,
      },
      ...{ grams: Math.round(random.uniform() * 200_000) - 80_000, reason: quality === 'ok' ? null : 'sparse' },
      ...{ method: 'weighed', origin: 'household' },
    };
  };
}

/** As dropoffs does: the row and its fact together. */
async function book(entries: DropOffRecorded[]): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl, options: '-c search_path=dropoffs' });
  await client.connect();
  const columns = `entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids, at, local_date,
    grams, quality, reason, method, origin`;
  for (const entry of entries) {
    const type = String(DropOffRecordedFact);
    const envelope = {
      id: randomUUID(),
      source: 'selvbetjent/dropoffs',
      type,
      time: entry.at,
      subject: entry.stationId,
    };
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO ledger (${columns}, author, recorded_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'system', now()`,
      [
        ...[entry.entryId, entry.weighingId, entry.revision, entry.kind, entry.stationId, entry.containerId],
        ...[entry.stream, entry.fraction, entry.visitIds, entry.at, entry.localDate, entry.grams, entry.quality],
        ...[entry.reason, entry.method, entry.origin],
      ],
    );
    await client.query('INSERT INTO outbox (id, station_id, envelope, body) VALUES ($1, $2, $3, $4)', [
      envelope.id,
      entry.stationId,
      { ...envelope, dataschema: `urn:selvbetjent:${type}`, traceparent: '' },
      entry,
    ]);
    await client.query('COMMIT');
  }
  await client.end();
}

/** Every page of the rows behind a figure. */
async function rowsBehind(query: string): Promise<DropOffView[]> {
  const rows: DropOffView[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: DropOffView[]; next: string | null } = await operator.get(
      `/api/drop-offs?${query}&limit=7${cursor && `&cursor=${cursor}`}`,
    );
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows;
}

it('the rows behind a total add up to it, to the gram', async () => {
  const { rows } = await operator.get<Tonnage>(`/api/tonnage?${RANGE}&by=month`);
  expect(rows).toHaveLength(16);
  for (const row of rows) {
    const [year, month] = row.period.split('-').map(Number);
    const last = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
    const from = row.period === '2025-12' ? '2025-12-31' : `${row.period}-01`;
    const place = `station=${row.stationId}&stream=${row.stream}&fraction=${row.fraction}&from=${from}&to=${last}`;
    for (const figure of SHOWN) {
      const behind = await rowsBehind(`${place}&figure=${figure}`);
      const sum = behind.reduce((total, { grams }) => total + grams, 0);
      expect([row.period, figure, FIGURES[figure].sign * sum + 0]).toEqual([row.period, figure, row[figure]]);
      expect(behind.every(({ stream, stationId }) => stream === row.stream && stationId === row.stationId)).toBe(true);
    }
  }
});

it('a container, a kind and a quality narrow the list further', async () => {
  const all = await rowsBehind(`station=en&${RANGE}`);
  const narrowed = await rowsBehind(`station=en&${RANGE}&container=b&kind=take-out&quality=uncertain`);
  const matching = all.filter(({ containerId, kind, quality }) =>
    [containerId === 'b', kind === 'take-out', quality === 'uncertain'].every(Boolean),
  );
  expect(narrowed).toEqual(matching);
  expect(narrowed.length).toBeGreaterThan(0);
});
