import { describe, expect, it } from '@jest/globals';
import { ApiProblem } from '../problem';
import { asPreview, draftFault, type EntryDraft, entryFault, entryRequest } from './entry-draft';
import { correctionWords, entryWords, refusalWords, rowWords } from './entry-words';

const DRAFT: EntryDraft = {
  ...{ choice: 'manual', containerId: 'ombruk', toContainerId: '', date: '2026-11-20', time: '10:00' },
  ...{ kilos: '12,3', stream: '', reason: 'Veid for hånd', dropOffId: '', toDropOffId: '' },
};
const AT = '2026-11-20T09:00:00.000Z';

describe('a row by hand', () => {
  it.each([
    [{}, null],
    [{ kilos: '' }, 'kilos'],
    [{ kilos: 'tolv' }, 'kilos'],
    [{ choice: 'collection' as const, kilos: '' }, null],
    [{ choice: 'collection' as const, kilos: 'tolv' }, 'kilos'],
    [{ choice: 'transfer' as const }, 'toContainerId'],
    [{ choice: 'transfer' as const, toContainerId: 'ombruk' }, 'toContainerId'],
    [{ date: '' }, 'time'],
    [{ reason: '  ' }, 'reason'],
  ])('with %j lacks %j', (change, field) => expect(entryFault({ ...DRAFT, ...change })?.field ?? null).toBe(field));

  it('needs no reason to be tried', () => {
    const draft = { ...DRAFT, reason: '' };
    expect(draftFault(draft)).toBeNull();
    expect(asPreview(entryRequest('s', draft)).body).toMatchObject({ reason: '–', preview: true, grams: 12_300 });
  });

  it.each([
    [{ stream: 'recycling' as const }, 'drop-offs', { stream: 'recycling', grams: 12_300, containerId: 'ombruk' }],
    [{ choice: 'collection' as const, kilos: '', dropOffId: 'row' }, 'collections', { dropOffId: 'row' }],
    [
      { choice: 'transfer' as const, toContainerId: 'metall', stream: 'recycling' as const },
      'transfers',
      { from: { stationId: 's', containerId: 'ombruk' }, to: { stationId: 's', containerId: 'metall' } },
    ],
    [
      { choice: 'transfer' as const, toContainerId: 'metall', kilos: '', dropOffId: 'fall', toDropOffId: 'rise' },
      'transfers',
      { dropOffId: 'fall', toDropOffId: 'rise' },
    ],
  ])('of %j goes to %s', (change, path, body) => {
    const request = entryRequest('s', { ...DRAFT, ...change });
    expect(request).toMatchObject({ path, body: { at: AT, reason: 'Veid for hånd', ...body } });
    expect(request.path === 'transfers' && 'stream' in request.body).toBe(false);
  });

  it('names no row that nobody chose', () => {
    const { body } = entryRequest('s', { ...DRAFT, choice: 'transfer', toContainerId: 'metall' });
    expect(body).not.toHaveProperty('dropOffId');
    expect(body).not.toHaveProperty('toDropOffId');
  });

  it('that is refused says what to do; what isn’t about it is told otherwise', () => {
    const refused = (status: number, code: string, detail?: string) =>
      refusalWords(new ApiProblem(status, { code, detail }));
    expect(refused(422, 'several_measured')).toContain('Velg hvilken');
    expect(refused(422, 'same_container', 'Velg to forskjellige containere.')).toBe('Velg to forskjellige containere.');
    expect([refused(503, 'unavailable'), refusalWords(new Error('x'))]).toEqual([undefined, undefined]);
  });
});

it('names a row’s fraction in Norwegian, and one’s own word as it is', () => {
  const row = { kind: 'correction', containerId: 'ombruk', stream: 'reuse', grams: 12_000 } as const;
  expect(rowWords({ ...row, fraction: 'toys' })).toBe('+12,0 kg Korrigering, Ombruk, Leker');
  expect(rowWords({ ...row, fraction: 'Spill' })).toBe('+12,0 kg Korrigering, Ombruk, Spill');
});

describe('what a row does', () => {
  const row = (grams: number, containerId = 'ombruk') =>
    ({ kind: 'manual', containerId, stream: 'reuse', fraction: 'mixed-reuse', grams }) as const;

  it.each([
    ['relabelled', [row(-5_000), row(5_000)], 'Vekten virket og målte det.'],
    ['added', [row(5_000)], 'Ingen vekt målte det da.'],
    ['added', [row(-5_000), row(5_000, 'metall')], 'Minst én av containerne'],
  ] as const)('when it is %s: %j', (effect, rows, words) => {
    expect(entryWords({ effect, rows: [...rows] }, false)).toContain(words);
    expect(entryWords({ effect, rows: [...rows] }, true)).toMatch(/^Ført\. /);
  });

  it('when it moves a row that was named, and whether that one was weighed', () => {
    const moved = { effect: 'added' as const, rows: [row(-7_500), row(7_500, 'metall')] };
    expect(entryWords(moved, false, { weighed: true })).toMatch(
      /^Raden du valgte, blir stående\. Kiloene i den flyttes/,
    );
    expect(entryWords(moved, false, { weighed: false })).toContain('ble ført uten vekt');
    expect(entryWords(moved, true, { weighed: false })).toMatch(/^Ført\. Kiloene er flyttet/);
  });

  it('when it corrects a side of a transfer: both sides change', () => {
    const rows = [row(5_000), row(-4_000), row(-1_000), { ...row(-1_000), containerId: 'metall' }];
    expect(correctionWords({ effect: 'relabelled', rows }, false)).toBe(
      'Rettes på begge sider av flyttingen, så de veier like mye.',
    );
  });

  it('when it corrects: the sum stays where a scale measured it', () => {
    const effect = 'relabelled' as const;
    expect(correctionWords({ effect, rows: [row(-5_000), row(5_000)] }, false)).toContain('er som før');
    expect(correctionWords({ effect, rows: [row(-1_300)] }, true)).toBe(
      'Rettet. Den ble ført uten vekt, så summen i containeren endres med −1,3 kg.',
    );
  });
});
