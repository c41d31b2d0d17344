import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DropOffRecorded, PERIODS, type Period } from '@selvbetjent/contracts';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { MESSAGING_MIGRATIONS } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { EntryStore } from './entry.store';
import { CreateReadModel1700000001000 } from './migrations/create-read-model';
import { CreateReports1795219300000 } from './migrations/create-reports';

const RUNS = 40;

let infrastructure: Infrastructure;
let service: RunningService;
let entries: EntryStore;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  const migrations = [...MESSAGING_MIGRATIONS, CreateReadModel1700000001000, CreateReports1795219300000];
  service = await startService({
    name: 'tonnage',
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: DatabaseModule.forService({ schema: 'tonnage', url: infrastructure.databaseUrl, migrations }),
  });
  entries = new EntryStore(service.app.get(Database));
});
afterAll(async () => {
  await service?.close();
  await infrastructure?.stop();
});

/** What a weighing says at some time. */
interface State {
  grams: number;
  quality: DropOffRecorded['quality'];
  localDate: string;
}

/** Null when its rows cancel out. */
const state: fc.Arbitrary<State | null> = fc.option(
  fc.record({
    grams: fc.integer({ min: -3_000_000_000, max: 3_000_000_000 }),
    quality: fc.constantFrom('ok' as const, 'uncertain' as const, 'quarantine' as const),
    localDate: fc.constantFrom('2024-12-29', '2024-12-30', '2024-12-31', '2025-01-01', '2025-01-05', '2025-01-06'),
  }),
);
/** The rows of a weighing that said these things one after the other, each taken back before the next. */
function rowsOf(stationId: string, stream: DropOffRecorded['stream'], history: (State | null)[]): DropOffRecorded[] {
  const weighingId = randomUUID();
  const rows: DropOffRecorded[] = [];
  const append = (said: State, grams: number, reason: string | null) =>
    rows.push({
      ...{ entryId: randomUUID(), weighingId, stationId, containerId: 'ombruk', stream, fraction: 'mixed', reason },
      ...{ visitIds: [weighingId], at: `${said.localDate}T11:00:00.000Z`, localDate: said.localDate, grams },
      ...{ kind: said.grams < 0 ? 'take-out' : 'drop-off', quality: said.quality, revision: rows.length + 1 },
      ...{ method: 'weighed', origin: 'household' },
    });
  history.forEach((said, index) => {
    const before = index > 0 ? history[index - 1] : null;
    if (before) append(before, -before.grams, 'reversed');
    if (said) append(said, said.grams, null);
  });
  return rows;
}

const histories = fc.array(
  fc.tuple(fc.constantFrom('reuse' as const, 'recycling' as const), fc.array(state, { minLength: 1, maxLength: 5 })),
  { maxLength: 8 },
);

async function totals(stationId: string, by: Period): Promise<{ grams: number; uncertain: number; dropOffs: number }> {
  const rows = await entries.sums({ stationId, from: '2024-12-29', to: '2025-01-06' }, by);
  const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    grams: sum((row) => row.grams - row.takenOutGrams),
    uncertain: sum((row) => row.uncertainGrams),
    dropOffs: sum((row) => row.dropOffs),
  };
}

describe('every gram of the ledger', () => {
  it('is in the tonnage, by whatever period, order of arrival and repetition', async () => {
    const property = fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async (all, ranks) => {
      const stationId = `s-${randomUUID().slice(0, 8)}`;
      const rows = all.flatMap(([stream, history]) => rowsOf(stationId, stream, history));
      const arrivals = [...rows, ...rows.filter((_row, index) => index % 3 === 0)]
        .map((row) => ({ row, rank: ranks.next().value as number }))
        .sort((one, other) => one.rank - other.rank);
      await service.app.get(Database).transaction(async (tx) => {
        for (const { row } of arrivals) await entries.add(tx, row);
      });
      const standing = all
        .flatMap(([, history]) => history.at(-1) ?? [])
        .filter(({ quality }) => quality !== 'quarantine');
      const sumOf = (some: State[]) => some.reduce((total, { grams }) => total + grams, 0);
      const expected = {
        grams: sumOf(standing),
        uncertain: sumOf(standing.filter(({ quality, grams }) => quality === 'uncertain' && grams > 0)),
        dropOffs: standing.filter(({ grams }) => grams > 0).length,
      };
      for (const by of PERIODS) expect(await totals(stationId, by)).toEqual(expected);
    });
    await fc.assert(property, { numRuns: RUNS });
  });
});
