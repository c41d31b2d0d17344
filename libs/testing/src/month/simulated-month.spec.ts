import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ledgerCells, ledgerGrams, ledgerKinds, shownCells } from './month-totals';
import { SimulatedMonth } from './simulated-month';

const REBUILD = resolve(__dirname, '../../../../deploy/local/rebuild-tonnage.mjs');
const options = {
  seed: Number(process.env.MONTH_SEED ?? 20261010),
  days: Number(process.env.MONTH_DAYS ?? 30),
  stations: Number(process.env.MONTH_STATIONS ?? 3),
};
const HANG_MS = 540_000;

let infrastructure: Infrastructure;
let month: SimulatedMonth;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  month = await SimulatedMonth.start(infrastructure, options);
  await month.play();
  const kinds = JSON.stringify(await ledgerKinds(infrastructure.databaseUrl));
  console.log(
    `Seed ${options.seed}: ${options.stations} stations, ${options.days} days, ${month.truth.size} cells; ledger rows ${kinds}`,
  );
}, HANG_MS);

afterAll(async () => {
  await month?.stop();
  await infrastructure?.stop();
}, 60_000);

async function rebuild(...more: string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: infrastructure.databaseUrl, NATS_URL: infrastructure.natsUrl };
  return (await promisify(execFile)(process.execPath, [REBUILD, ...more], { env })).stdout;
}

it('what the API shows is what happened, and what the ledger adds up to, to the gram by day, station, fraction and direction', async () => {
  const shown = (await shownCells(month.operator, month.range)).lines();
  expect(shown).toEqual(month.truth.lines());
  expect(shown).toEqual((await ledgerCells(infrastructure.databaseUrl, month.range)).lines());
});

it('the report of the year adds up to all of the ledger', async () => {
  const shown: Record<string, number> = {};
  for (const stationId of month.stationIds) {
    const report = await month.operator.get<{ ledgerGrams: number }>(`/api/reports/years/2026?station=${stationId}`);
    shown[stationId] = report.ledgerGrams;
  }
  expect(shown).toEqual(await ledgerGrams(infrastructure.databaseUrl));
});

it(
  'a read model that is rebuilt from facts differs in no row, and shows the same in its place',
  async () => {
    const before = await month.operator.get(`/api/tonnage?from=${month.range.from}&to=${month.range.to}&by=month`);
    expect(await rebuild()).toContain('The live read model is what the facts say, row by row.');
    expect((await shownCells(month.operator, month.range)).lines()).toEqual(month.truth.lines());
    expect(await month.operator.get(`/api/tonnage?from=${month.range.from}&to=${month.range.to}&by=month`)).toEqual(
      before,
    );
  },
  HANG_MS,
);
