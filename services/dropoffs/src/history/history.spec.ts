import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Author,
  type HistoryFault,
  type HistoryImport,
  ImportHistory,
  MOST_HISTORY_ROWS,
  type Outcome,
  StageHistory,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { randomUUID } from 'node:crypto';
import { CorrectDropOffHandler } from '../correct-drop-off';
import { type DropoffsSystem, startDropoffs } from '../dropoffs.test-kit';

const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['trosterud'] };
const HEADINGS = 'Id;Dato;Strøm;Fraksjon;Kg;Metode;Opphav';

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

interface Sending {
  source?: string;
  dryRun?: boolean;
  author?: Author;
  cutEvery?: number;
  parts?: number;
}

async function send(text: string, sending: Sending = {}): Promise<Outcome<HistoryImport>> {
  const { source = randomUUID(), dryRun = false, author = OPERATOR, cutEvery = 100_000 } = sending;
  const requests = system.service.app.get(Requests);
  const file = { author, stationId: 'trosterud', importId: randomUUID() };
  const count = Math.ceil(text.length / cutEvery);
  const parts = Array.from({ length: count }, (_none, part) => text.slice(part * cutEvery, (part + 1) * cutEvery));
  for (const [part, content] of [...parts.entries()].reverse()) {
    const staged = await requests.ask(StageHistory, { ...file, part, text: content });
    if (staged.outcome !== 'ok') return staged;
  }
  const whole = { ...file, parts: sending.parts ?? parts.length, source, reason: 'Fra før vektene', dryRun };
  return requests.ask(ImportHistory, whole);
}

const csv = (...rows: string[]): string => [HEADINGS, ...rows, ''].join('\r\n');

async function imported(from: string, to = from): Promise<unknown[][]> {
  const rows = await system.query(
    `SELECT kind, container_id, local_date, stream, fraction, grams, method, origin, reason, author FROM ledger
     WHERE local_date BETWEEN $1 AND $2 ORDER BY local_date, fraction, grams`,
    [from, to],
  );
  return rows.map(Object.values);
}

describe('a file of history', () => {
  it('is booked as rows of its own kind, with reason and author, and told', async () => {
    const text = csv(
      ';30.11.2023;ombruk;mixed-reuse;4043;anslått;husholdning',
      ';30.11.2023;materialgjenvinning;metal;12,5;veid;næring',
    );
    expect(await send(text, { cutEvery: 20 })).toMatchObject({
      outcome: 'ok',
      value: { rows: 2, newRows: 2, knownRows: 0, newGrams: 4_055_500, faults: [] },
    });
    const common = ['Fra før vektene', 'ola'];
    expect(await imported('2023-11-30')).toEqual([
      ['import', 'none', '2023-11-30', 'recycling', 'metal', 12_500, 'weighed', 'business', ...common],
      ['import', 'none', '2023-11-30', 'reuse', 'mixed-reuse', 4_043_000, 'estimated', 'household', ...common],
    ]);
    const [told] = await system.query<{ grams: number }>(
      `SELECT sum((body ->> 'grams')::bigint)::bigint AS grams FROM outbox WHERE body ->> 'localDate' = '2023-11-30'`,
    );
    expect(told?.grams).toBe(4_055_500);
    await system.caughtUp();
  });

  it('changes nothing the second time, also with rows added to it, or at the same time', async () => {
    const source = 'excel 2022';
    const rows = [';2022-05-01;ombruk;a;1;;', ';2022-05-01;ombruk;a;1;;', '77;2022-05-01;ombruk;a;2;;'];
    expect(await send(csv(...rows), { source })).toMatchObject({ value: { newRows: 3 } });
    const again = await Promise.all([send(csv(...rows), { source }), send(csv(...rows), { source })]);
    for (const outcome of again) expect(outcome).toMatchObject({ value: { newRows: 0, knownRows: 3, newGrams: 0 } });
    const longer = await send(csv(';2022-05-02;ombruk;a;5;;', ...rows), { source });
    expect(longer).toMatchObject({ value: { newRows: 1, knownRows: 3, newGrams: 5_000 } });
    expect((await imported('2022-05-01', '2022-05-02')).map((row) => row[5])).toEqual([1_000, 1_000, 2_000, 5_000]);
  });

  it('with one bad row is not booked at all, and tells every fault', async () => {
    const text = csv(
      ';2021-01-01;ombruk;a;1;;',
      ';2021-01-32;omruk;a;1;;',
      ';2021-01-01;ombruk;a',
      '1;2021-01-01;ombruk;a;1;;',
      '1;2021-01-01;ombruk;b;x;;',
      '1;2021-01-01;ombruk;b;1;;',
    );
    const outcome = await send(text);
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code: 'faulty_rows', details: { faultCount: 5 } } });
    const { faults } = (outcome as unknown as { reason: { details: { faults: HistoryFault[] } } }).reason.details;
    expect(faults.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'date', 'bad_date'],
      [3, 'stream', 'unknown_word'],
      [4, null, 'wrong_number_of_cells'],
      [6, 'kg', 'bad_number'],
      [7, 'id', 'repeated_id'],
    ]);
    expect(await imported('2021-01-01')).toEqual([]);
  });

  it('is only looked at in a dry run, which tells the same faults', async () => {
    const good = csv(';2020-02-02;ombruk;a;1;;');
    expect(await send(good, { dryRun: true })).toMatchObject({ value: { dryRun: true, newRows: 1, newGrams: 1_000 } });
    const bad = await send(csv(';2020-02-02;ombruk;a;x;;'), { dryRun: true });
    expect(bad).toMatchObject({ outcome: 'ok', value: { faultCount: 1, faults: [{ row: 2, column: 'kg' }] } });
    expect(await imported('2020-02-02')).toEqual([]);
  });

  it('that says otherwise than before changes just that, by a pair of rows, and tells it beforehand', async () => {
    const source = 'excel 2019';
    await send(csv('9;2019-05-01;ombruk;a;1;;', ';2019-05-02;ombruk;a;2;;', ';2019-05-03;ombruk;a;7;;'), { source });
    const amended = csv('9;2019-05-01;ombruk;a;3;;', ';2019-05-02;ombruk;a;5;;', '10;2019-05-04;ombruk;a;4;;');
    const told = await send(amended, { source, dryRun: true });
    expect(told).toMatchObject({
      value: {
        ...{ newRows: 1, knownRows: 0, changedRows: 2, changedGrams: 5_000, missingRows: 1, faultCount: 0 },
        lines: [
          { row: 2, state: 'changed' },
          { row: 3, state: 'changed' },
          { row: 4, state: 'new' },
        ],
        changes: [
          { row: 2, before: { grams: 1_000 }, after: { grams: 3_000 } },
          { row: 3, before: { grams: 2_000 }, after: { grams: 5_000 } },
        ],
      },
    });
    expect((await imported('2019-05-01', '2019-05-04')).map((row) => row[5])).toEqual([1_000, 2_000, 7_000]);
    expect(await send(amended, { source })).toMatchObject({ value: { newRows: 1, changedRows: 2 } });
    expect((await imported('2019-05-01', '2019-05-04')).map((row) => row[5])).toEqual([
      ...[-1_000, 1_000, 3_000],
      ...[-2_000, 2_000, 5_000],
      ...[7_000, 4_000],
    ]);
    expect((await imported('2019-05-01')).every((row) => row[8] === 'Fra før vektene' && row[9] === 'ola')).toBe(true);
    expect(await send(amended, { source })).toMatchObject({ value: { newRows: 0, knownRows: 3, changedRows: 0 } });
  });

  it('has rows that can be corrected one by one, which the same file leaves so and an amended one changes', async () => {
    const source = 'excel 2015';
    const original = csv('1;2015-05-01;ombruk;a;1;;');
    await send(original, { source });
    const [row] = await system.query<{ entry_id: string }>(
      `SELECT entry_id FROM ledger WHERE local_date = '2015-05-01'`,
    );
    const correct = (word: object) =>
      system.service.app.get(CorrectDropOffHandler).handle({
        ...{ entryId: randomUUID(), dropOffId: row?.entry_id ?? '', reason: 'Lest av feil', author: OPERATOR },
        ...word,
      });
    expect(await correct({ grams: -1 })).toMatchObject({ reason: { code: 'wrong_direction' } });
    expect(await correct({ grams: 1_500, stream: 'recycling' })).toMatchObject({
      value: { rows: [{ grams: -1_000 }, { stream: 'recycling', grams: 1_500 }] },
    });
    const standing = async () =>
      (
        await system.query<{ stream: string; grams: number }>(
          `SELECT stream, sum(grams)::int AS grams FROM ledger WHERE local_date = '2015-05-01'
           GROUP BY 1 HAVING sum(grams) <> 0`,
        )
      ).map(({ stream, grams }) => `${stream} ${grams}`);
    expect(await standing()).toEqual(['recycling 1500']);
    expect(await send(original, { source })).toMatchObject({ value: { knownRows: 1, changedRows: 0 } });
    expect(await standing()).toEqual(['recycling 1500']);
    await send(csv('1;2015-05-01;ombruk;a;2;;'), { source });
    expect(await standing()).toEqual(['reuse 2000']);
    expect(await correct({ grams: 0 })).toMatchObject({ outcome: 'ok' });
    expect(await standing()).toEqual([]);
    expect(await correct({ grams: 2_500 })).toMatchObject({ outcome: 'ok' });
    expect(await standing()).toEqual(['reuse 2500']);
  });

  it.each([
    ['comma-separated with a decimal point', 'date,stream,fraction,kg\n2018-01-01,reuse,a,1.5\n', 1_500],
    ['with a BOM and bare line feeds', '\ufeffDato;Strøm;Fraksjon;Kg\n2018-01-02;ombruk;"a;b";2,5\n\n', 2_500],
  ])('may be %s', async (_name, text, newGrams) => {
    expect(await send(text)).toMatchObject({ outcome: 'ok', value: { newRows: 1, newGrams } });
  });

  it.each([
    ['an unclosed quotation', csv('"x;2018-01-01;ombruk;a;1;;'), 'bad_csv'],
    ['no rows', csv(), 'empty'],
    ['a column that nobody knows', 'Dato;Strøm;Fraksjon;Kg;Farge\n2018-01-01;ombruk;a;1;rød', 'unknown_column'],
    ['a column too few', 'Dato;Strøm;Kg\n2018-01-01;ombruk;1', 'missing_column'],
    ['a column twice', 'Dato;Strøm;Fraksjon;Kg;kg\n2018-01-01;ombruk;a;1;1', 'repeated_column'],
    ['too many rows', csv(...Array.from({ length: MOST_HISTORY_ROWS + 1 }, () => 'x')), 'too_many_rows'],
  ])('with %s is refused by its name', async (_name, text, code) => {
    expect(await send(text, { dryRun: true })).toMatchObject({
      outcome: 'ok',
      value: { faults: [{ code }], newRows: 0 },
    });
  });

  it('tells which of its days have weighed kilos already', async () => {
    await system.query(
      `INSERT INTO ledger (entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids, at,
                           local_date, grams, quality, method, origin, author, recorded_at)
       VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'drop-off', 'trosterud', 'ombruk', 'reuse', 'a', '{}', now(),
               '2024-06-03', 1, 'ok', 'weighed', 'household', 'system', now())`,
    );
    const text = csv(';2024-06-03;ombruk;a;1;;', ';2024-06-04;ombruk;a;1;;');
    expect(await send(text, { dryRun: true })).toMatchObject({ value: { overlappingDates: ['2024-06-03'] } });
  });

  it('of the largest size goes through whole, and once', async () => {
    const rows = Array.from({ length: MOST_HISTORY_ROWS }, (_none, index) => `;2017-01-01;ombruk;a;${index + 1};;`);
    const outcome = await send(csv(...rows), { source: 'stor' });
    expect(outcome).toMatchObject({ outcome: 'ok', value: { newRows: MOST_HISTORY_ROWS } });
    const [sum] = await system.query<{ rows: number; grams: number }>(
      `SELECT count(*) AS rows, sum(grams)::bigint AS grams FROM ledger WHERE local_date = '2017-01-01'`,
    );
    const grams = (MOST_HISTORY_ROWS * (MOST_HISTORY_ROWS + 1) * 1_000) / 2;
    expect(sum).toEqual({ rows: MOST_HISTORY_ROWS, grams });
  });
});

describe('who may', () => {
  it('are operators of the station, with a file that is all theirs', async () => {
    const text = csv(';2016-01-01;ombruk;a;1;;');
    for (const change of [{ roles: ['staff'] }, { stations: ['tveita'] }])
      expect(await send(text, { author: { ...OPERATOR, ...change } })).toMatchObject({ reason: { code: 'forbidden' } });
    expect(await send(text, { parts: 2 })).toMatchObject({ outcome: 'denied', reason: { code: 'incomplete' } });
    expect(await imported('2016-01-01')).toEqual([]);
  });
});
