import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import readXlsxFile from 'read-excel-file/node';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';

const SCRIPT = resolve(__dirname, '../../../../deploy/examples/enter-example-data.mjs');

/** The effect table of the pilot's closing report: grams, and numbers of events. */
const TROSTERUD = [
  { code: 'station-reuse', unit: 'grams', values: [null, null, 4_043_000] },
  { code: 'station-recycling', unit: 'grams', values: [null, null, 5_880_000] },
  { code: 'activity-reuse', unit: 'grams', values: [350_000, 1_600_000, null] },
  { code: 'business-reuse', unit: 'grams', values: [null, 800_000, 1_376_000] },
  { code: 'resident-events', unit: 'events', values: [2, 4, 8] },
];
/** Events of Ombruksuka by year; of the other years nothing is known. */
const OMBRUKSUKA = { 2015: 3, 2016: 3, 2017: 41, 2018: 86, 2019: 47, 2021: 29, 2022: 6, 2023: 65, 2024: 120 };

interface Effect {
  years: { year: number; from: string; to: string }[];
  rows: object[];
  programmes: { programme: string; events: (number | null)[] }[];
}

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  const names = ['access', 'stations', 'dropoffs', 'tonnage', 'portal'] as const;
  services = await ServiceProcesses.start(infrastructure, { names });
  operator = await ApiClient.signIn(services, 'demo-operator');
}, 240_000);

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
}, 60_000);

async function enter(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--url', services.portalUrl]);
  await caughtUp(infrastructure);
  return stdout;
}

function effect(from: string, to: string): Promise<Effect> {
  return operator.get<Effect>(`/api/reports/effect?station=trosterud&from=${from}&to=${to}`);
}

interface LedgerRow {
  id: string;
  grams: number;
  visitIds: string[];
}

async function file(path: string): Promise<Buffer> {
  return (await operator.download(path)).body;
}

async function ledger(): Promise<{ grams: number; rows: number }> {
  const { items } = await operator.get<{ items: { grams: number }[] }>('/api/drop-offs?station=trosterud&limit=500');
  return { grams: items.reduce((sum, { grams }) => sum + grams, 0), rows: items.length };
}

describe('the example data, entered through the API', () => {
  it('gives the effect table of the closing report, exactly', async () => {
    expect(await enter()).toContain('history.csv: 2 new rows, 0 known');
    const { years, rows } = await effect('2021-01-01', '2023-11-30');
    expect(years.map(({ from, to }) => [from, to])).toEqual([
      ['2021-01-01', '2021-12-31'],
      ['2022-01-01', '2022-12-31'],
      ['2023-01-01', '2023-11-30'],
    ]);
    expect(rows).toEqual(TROSTERUD);
  });

  it('gives Ombruksuka’s events per year, exactly', async () => {
    const { years, programmes } = await effect('2014-01-01', '2024-12-31');
    expect(programmes.map(({ programme }) => programme)).toEqual(['ombruksuka']);
    const events = years.map(({ year }, index) => [year, programmes[0]?.events[index]]);
    expect(Object.fromEntries(events.filter(([, count]) => count !== null))).toEqual(OMBRUKSUKA);
  });

  it('changes nothing when it is entered once more', async () => {
    const before = await ledger();
    expect(before).toEqual({ grams: 14_049_000, rows: 6 });
    expect(await enter()).toContain('history.csv: 0 new rows, 2 known');
    expect(await ledger()).toEqual(before);
    expect((await effect('2021-01-01', '2023-11-30')).rows).toEqual(TROSTERUD);
  });

  it('is exported as the API shows it', async () => {
    const query = 'station=trosterud&from=2021-01-01&to=2023-12-31';
    const { items } = await operator.get<{ items: LedgerRow[] }>(`/api/drop-offs?${query}`);
    expect(await operator.get(`/api/exports/drop-offs?${query}&format=json`)).toEqual(
      items.map((row) => ({ ...row, visitIds: row.visitIds.join(' ') })),
    );
    const [columns, ...sheet] = (await readXlsxFile(await file(`/api/exports/drop-offs?${query}&format=xlsx`)))[0]!
      .data;
    const kilos = columns?.indexOf('Mengde (kg)') ?? -1;
    expect(sheet.map((row) => [row[0], row[kilos]])).toEqual(items.map(({ id, grams }) => [id, grams / 1000]));
    const csv = (await file(`/api/exports/effect?station=trosterud&from=2021-01-01&to=2023-11-30`)).toString('utf8');
    expect(csv.replace('\ufeff', '').split('\r\n').slice(1, 6)).toEqual([
      'Ombruk fra stasjonen;kg;;;4043',
      'Til materialgjenvinning fra stasjonen;kg;;;5880',
      'Ombrukt eller omgjort i aktiviteter;kg;350;1600;',
      'Næringsavfall ombrukt eller omgjort;kg;;800;1376',
      'Arrangementer for beboere;antall;2;4;8',
    ]);
  });

  it('adds up to the ledger in the reports of the years', async () => {
    const reports = await Promise.all(
      [2021, 2022, 2023].map((year) =>
        operator.get<{ ledgerGrams: number }>(`/api/reports/years/${year}?station=trosterud`),
      ),
    );
    expect(reports.map(({ ledgerGrams }) => ledgerGrams)).toEqual([350_000, 2_400_000, 11_299_000]);
  });
});
