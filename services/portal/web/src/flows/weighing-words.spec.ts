import { expect, it } from '@jest/globals';
import type { DropOffView } from '../api-types';
import { judgementOf, visitorsGrams } from './weighing-words';

const READINGS = { scaleId: 'v', from: '2026-11-20T10:00:00Z', until: '2026-11-20T11:00:00Z' };
const row = (more: Partial<DropOffView>): DropOffView => ({
  ...{ id: 'a', kind: 'drop-off', stationId: 's', containerId: 'c', visitIds: [], at: '2026-11-20T10:00:00Z' },
  ...{ grams: 1, quality: 'ok', reason: null, stream: 'reuse', fraction: 'x', revision: 1, final: true },
  ...more,
});

it.each([
  ['a sure one', [row({ readings: READINGS })], 'Vekten sto rolig både før og etter. Tallet er sikkert.'],
  [
    'one in doubt that may change',
    [row({ readings: READINGS, quality: 'uncertain', reason: 'old_baseline', final: false })],
    'Tallet er med, men det er usikkert. Grunn: lenge siden siste veiing før besøket. Det kan ennå endres av målinger som kommer.',
  ],
  [
    'one that staff corrected',
    [row({ author: 'Kari', kind: 'correction' }), row({ readings: READINGS })],
    'Vekten sto rolig både før og etter. Tallet er sikkert. Ansatte har rettet det.',
  ],
  ['one that no scale weighed', [row({ author: 'Kari' })], 'Ingen vekt veide dette. Tallet er ført av mennesker.'],
  ['nothing', [], ''],
])('says of %s what it is worth', (_name, rows, text) => expect(judgementOf({ rows })).toBe(text));

it('counts what staff say it was, not what nobody explains', () => {
  const rows = [
    row({ kind: 'unexplained', grams: 1_300 }),
    row({ kind: 'correction', grams: -1_300 }),
    row({ grams: 12_300 }),
  ];
  expect(visitorsGrams({ rows })).toBe(11_000);
});
