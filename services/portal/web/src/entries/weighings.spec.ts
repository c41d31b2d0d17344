import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DropOffView } from '../api-types';
import { correctionFault, correctionOf, correctionRequest } from './correction';
import { type Weighing, weighingsOf } from './weighings';

function row(weighingId: string, revision: number, more: Partial<DropOffView> = {}): DropOffView {
  return {
    ...{ id: `${weighingId}-${revision}`, weighingId, revision, kind: 'drop-off', grams: 12_300 },
    ...{ stationId: 's', containerId: 'ombruk', visitIds: [], at: '2026-11-20T10:00:00Z', quality: 'ok', reason: null },
    ...{ stream: 'reuse', fraction: 'mixed-reuse', final: true },
    ...more,
  };
}

const corrected = [
  row('w', 4, { kind: 'unexplained', grams: 1_300, author: 'Kari', note: 'Lest feil' }),
  row('w', 3, { kind: 'correction', grams: 11_000, author: 'Kari', note: 'Lest feil' }),
  row('w', 2, { grams: -12_300, author: 'Kari', note: 'Lest feil' }),
  row('w', 1),
];
const only = (items: DropOffView[]): Weighing => weighingsOf({ items, next: null })[0]!;

describe('weighings', () => {
  it('are what their rows add up to, nobody’s kilos last, and who said so', () => {
    expect(only(corrected)).toMatchObject({
      rowId: 'w-4',
      lines: [
        { kind: 'correction', grams: 11_000 },
        { kind: 'unexplained', grams: 1_300 },
      ],
      said: { author: 'Kari', note: 'Lest feil' },
    });
  });

  it('leave out what adds up to nothing, and what may go on on the next page', () => {
    expect(weighingsOf({ items: corrected.slice(2), next: null })).toEqual([]);
    const page = { items: [row('new', 1), row('old', 2)], next: 'cursor' };
    expect(weighingsOf(page).map(({ id }) => id)).toEqual(['new']);
  });

  it('say whether a scale weighed them', () => {
    const manual = row('w', 1, { kind: 'manual', author: 'Kari' });
    expect([only(corrected).weighed, only([manual]).weighed]).toEqual([true, false]);
  });

  it('are not corrected here when they were made elsewhere', () => {
    expect([only([row('w', 1, { kind: 'import' })]).correctable, only(corrected).correctable]).toEqual([false, true]);
  });

  it('keep every gram', () => {
    const grams = fc.array(
      fc.record({ id: fc.constantFrom('a', 'b', 'c'), grams: fc.integer({ min: -9_999, max: 9_999 }) }),
    );
    fc.assert(
      fc.property(grams, (list) => {
        const items = list.map((one, index) => row(one.id, index + 1, { grams: one.grams }));
        const shown = weighingsOf({ items, next: null }).flatMap(({ lines }) => lines);
        const sum = (values: { grams: number }[]) => values.reduce((total, value) => total + value.grams, 0);
        return sum(shown) === sum(items);
      }),
    );
  });
});

describe('a correction', () => {
  const taken = only([row('w', 1, { kind: 'take-out', grams: -5_000 })]);

  it('begins with what stands, which is nothing to send', () => {
    expect(correctionOf(taken)).toEqual({ kilos: '5,0', stream: 'reuse', fraction: 'mixed-reuse', reason: '' });
    expect(correctionFault(taken, correctionOf(taken))).toContain('Endre');
  });

  it.each([
    [{ kilos: '4,2' }, { grams: -4_200 }],
    [{ kilos: '0' }, { grams: 0 }],
    [
      { stream: 'recycling' as const, fraction: ' metal ' },
      { stream: 'recycling', fraction: 'metal' },
    ],
  ])('of %j sends only what differs, in the same direction', (change, sent) => {
    const draft = { ...correctionOf(taken), ...change, reason: ' Talt på nytt ' };
    expect(correctionFault(taken, draft)).toBeNull();
    expect(correctionRequest(taken, draft)).toEqual({
      path: 'drop-offs/w-1/corrections',
      body: { ...sent, reason: 'Talt på nytt' },
    });
  });

  it.each([{ kilos: 'fem' }, { fraction: ' ' }])('of %j is not sent', (change) => {
    expect(correctionFault(taken, { ...correctionOf(taken), ...change })).not.toBeNull();
  });
});
