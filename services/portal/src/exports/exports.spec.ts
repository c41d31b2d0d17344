import { describe, expect, it } from '@jest/globals';
import { type EffectReport, type TonnageRow, type YearReport } from '@selvbetjent/contracts';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { buffer, text as textOf } from 'node:stream/consumers';
import readXlsxFile from 'read-excel-file/node';
import { csvStream } from './csv';
import { effectExport } from './effect-export';
import { flowExport } from './flow-export';
import { htmlPage, MOST_HTML_ROWS } from './html';
import { jsonStream } from './json';
import { type Cell, cellText, kilosText, type Table } from './table';
import { tonnageExport } from './tonnage-export';
import { xlsxFile } from './xlsx';
import { yearReportExport } from './year-report-export';

const ROWS: TonnageRow[] = [
  {
    ...{ period: '2026-11', stationId: 'trosterud', stream: 'reuse', fraction: 'mixed-reuse' },
    ...{ grams: 12_300, takenOutGrams: 700, dropOffs: 6, uncertainGrams: 1 },
  },
  {
    ...{ period: '2026-12', stationId: 'trosterud', stream: 'recycling', fraction: 'papp; papir "blandet"' },
    ...{ grams: 1_234_567_890, takenOutGrams: 0, dropOffs: 4_000, uncertainGrams: 0 },
  },
];
const COMPLETE = { openMinutes: 100, weighedMinutes: null, visits: 10, trustedVisits: 9 };
const tonnage = () => tonnageExport({ rows: ROWS, complete: COMPLETE }, { from: '2026-11-01', to: '2026-12-31' });

const table = (...rows: Cell[][]): Table => ({
  ...{
    name: 't',
    title: 'T',
    columns: rows[0]?.map((_cell, index) => ({ name: `c${index}`, title: `C${index}` })) ?? [],
  },
  rows,
});
/** With its BOM, which a text decoder would take away. */
const csvOf = async (source: Table, readers: 'people' | 'programs') =>
  (await buffer(csvStream(source, readers))).toString('utf8');

describe('CSV for Norwegian Excel', () => {
  it('has a BOM, semicolons, decimal commas and CR LF, and says what the API says', async () => {
    const csv = await csvOf(tonnage().tables[0], 'people');
    expect(csv.startsWith('\ufeffPeriode;Stasjon;Strøm;Fraksjon;Levert (kg);')).toBe(true);
    expect(csv).toContain('2026-11;trosterud;Ombruk;mixed-reuse;12,3;0,7;6;0,001\r\n');
    const [, ...rows] = parse(csv, { bom: true, delimiter: ';' });
    const grams = rows.map(([, , , , kilos]) => Math.round(Number(kilos?.replace(',', '.')) * 1000));
    expect(grams).toEqual(ROWS.map((row) => row.grams));
    expect(rows.map(([, , , fraction]) => fraction)).toEqual(ROWS.map(({ fraction }) => fraction));
  });

  it('writes kilos exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (grams) => {
        const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:,(\d{1,3}))?$/.exec(kilosText(grams, ',')) ?? [];
        expect(BigInt(`${sign}${whole}${decimals.padEnd(3, '0')}`)).toBe(BigInt(grams));
        expect(decimals.endsWith('0')).toBe(false);
      }),
    );
  });

  it('gives the time in Norway, on either side of the change to winter time', () => {
    expect(cellText({ instant: '2026-10-25T00:30:00.000Z' }, 'people')).toBe('2026-10-25 02:30:00');
    expect(cellText({ instant: '2026-10-25T01:30:00.000Z' }, 'people')).toBe('2026-10-25 02:30:00');
    expect(cellText({ instant: '2026-11-20T10:36:52.800Z' }, 'programs')).toBe('2026-11-20T10:36:52.800Z');
  });
});

describe('CSV after RFC 4180', () => {
  it('comes back as it went in, whatever people wrote, but for the apostrophe before a formula', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=1+1', '+47', '-', '@SUM', '\t=1', '\n=1', '\r=1', '\uFF1D1', '\uFF0D1', 'a\r\nb'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        const [, ...read] = parse(await csvOf(table(...rows), 'programs'));
        const safe = (text: string): string =>
          /^[=+\-@\t\n\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
        expect(read).toEqual(rows.map((row) => row.map(safe)));
      }),
    );
  });

  it.each(['=1', '+1', '-1', '@A', '\t=1', '\n=1', '\r=1', '\uFF1D1', '\uFF0B1', '\uFF0D1', '\uFF20A'])(
    'puts an apostrophe before %j',
    async (text) => {
      expect(parse(await csvOf(table([text]), 'programs'))).toEqual([['c0'], [`'${text}`]]);
    },
  );

  it.each(['people', 'programs'] as const)(
    'puts one before a fraction that somebody named so, for %s',
    async (readers) => {
      const key = '=HYPERLINK("https://example.net";"Se her")';
      const sums = { flow: 'becameWasteGrams', grams: 1, uncertainGrams: 0, correctedGrams: 0, before: null } as const;
      const complete = { openMinutes: 0, weighedMinutes: null, visits: 0, trustedVisits: 0 };
      const view = {
        from: '2026-01-01',
        to: '2026-12-31',
        by: 'year',
        split: 'fraction',
        flows: [],
        periods: [],
      } as const;
      const figures = [{ part: 'split', key, ...sums } as const];
      const whole = { ...view, flows: [], periods: [], figures, complete, against: null };
      const exported = flowExport(whole);
      expect(exported.title).toBe('Tall for alle stasjoner, 2026-01-01 til 2026-12-31');
      expect(flowExport(whole, ['trosterud']).title).toContain('Tall for trosterud,');
      const [, [, named] = []] = parse(await csvOf(exported.tables[0], readers), {
        bom: true,
        delimiter: readers === 'people' ? ';' : ',',
      });
      expect(named).toBe(`'${key}`);
    },
  );

  it('leaves negative numbers alone', async () => {
    const csv = await csvOf(table([{ grams: -12_300 }, -5, '-5', { code: '-x', title: '-x' }]), 'programs');
    expect(csv).toBe("c0,c1,c2,c3\r\n-12300,-5,'-5,-x\r\n");
  });
});

describe('JSON', () => {
  it('is what the API shows', async () => {
    expect(JSON.parse(await textOf(jsonStream(tonnage().tables[0])))).toEqual(ROWS);
    expect(await textOf(jsonStream(table()))).toBe('[]\n');
  });
});

describe('XLSX', () => {
  it('has numbers as numbers, days as days and text as text', async () => {
    const exported = tonnage();
    const at = { instant: '2026-11-20T10:36:52.000Z' };
    const odd = table(['=1+1', { date: '2026-11-20' }, at, { grams: -700 }, null, true]);
    const file = await xlsxFile({ ...exported, tables: [exported.tables[0], { ...odd, title: 'Rart: [1]/2' }] });
    const sheets = await readXlsxFile(file);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Mengder', 'Rart   1  2']);
    const [, ...rows] = sheets[0]?.data ?? [];
    expect(rows.map((row) => [row[0], row[3], row[4], row[5], row[6]])).toEqual(
      ROWS.map((row) => [row.period, row.fraction, row.grams / 1000, row.takenOutGrams / 1000, row.dropOffs]),
    );
    const wall = new Date('2026-11-20T11:36:52.000Z');
    expect(sheets[1]?.data[1]).toEqual(['=1+1', new Date('2026-11-20T00:00:00Z'), wall, -0.7, null, 'ja']);
  });
});

describe('the page to print', () => {
  it('needs no script, and shows what people wrote as text', async () => {
    const evil = '<script>alert("x")</script>&';
    const page = await htmlPage({ ...tonnage(), title: evil, notes: [evil], tables: [table([evil])] });
    expect(page).not.toContain('<script');
    expect(page.match(/&#60;script&#62;alert\(&#34;x&#34;\)&#60;\/script&#62;&#38;/g)).toHaveLength(4);
  });

  it('refuses what nobody prints', async () => {
    const rows = Array.from({ length: MOST_HTML_ROWS + 1 }, (): Cell[] => ['x']);
    await expect(htmlPage({ ...tonnage(), tables: [table(...rows)] })).rejects.toThrow(RangeError);
  });
});

describe('reports as files', () => {
  it('show the effect table by year, with nothing where nothing was recorded', async () => {
    const report: EffectReport = {
      stationId: 'trosterud',
      years: [
        { year: 2022, from: '2022-01-01', to: '2022-12-31' },
        { year: 2023, from: '2023-01-01', to: '2023-11-30' },
      ],
      rows: [
        { code: 'station-reuse', unit: 'grams', values: [null, 4_043_000] },
        { code: 'resident-events', unit: 'events', values: [4, 8] },
      ],
      takenOutGrams: [null, 0],
      programmes: [{ programme: 'ombruksuka', events: [6, 65], grams: [null, null] }],
    };
    const exported = effectExport(report);
    expect(await csvOf(exported.tables[0], 'people')).toBe(
      '\ufeffEffekt;Enhet;2022;2023 (til 2023-11-30)\r\n' +
        'Ombruk fra stasjonen;kg;;4043\r\n' +
        'Arrangementer for beboere;antall;4;8\r\n' +
        'Tatt ut til ombruk;kg;;0\r\n' +
        'ombruksuka: arrangementer;antall;6;65\r\n' +
        'ombruksuka: ombrukt;kg;;\r\n',
    );
    expect(exported.total).toBe(5);
  });

  it('have the year’s lines first, which add up to the ledger', async () => {
    const line = { origin: 'household', stream: 'reuse', kind: null, material: null, productCategory: null } as const;
    const lines: YearReport['lines'] = [
      { ...line, section: 'delivered', fraction: 'mixed-reuse', grams: 5_001 },
      { ...line, section: 'taken-out', fraction: 'furniture', productCategory: 'furniture', grams: -1_002 },
    ];
    const report = { year: 2026, stationId: null, kostra: [], productReuse: [], lines, ledgerGrams: 3_999 };
    const exported = yearReportExport(report);
    const rows = JSON.parse(await textOf(jsonStream(exported.tables[0]))) as { grams: number }[];
    expect(rows).toEqual(lines);
    expect(exported.total).toBe(2);
  });
});
