import { expect, it } from '@jest/globals';
import { type MeasuredBooking, type Said, type StaffWord } from './staff-lines';
import { transferSideOf } from './transfer-side';

const FALL: MeasuredBooking = {
  ...{ kind: 'take-out', quality: 'ok', reason: null, method: 'weighed', visitIds: ['v'], grams: -5_000 },
  ...{ at: new Date('2026-11-20T13:00:00Z'), localDate: '2026-11-20', stream: 'reuse', fraction: 'mixed-reuse' },
};
const ADDED: MeasuredBooking = { ...FALL, kind: 'transfer', method: 'estimated', visitIds: [], grams: 5_000 };
const SHARED: MeasuredBooking = { ...FALL, visitIds: ['v', 'w'], grams: -7_000 };

const said = (word: StaffWord, { visitIds, at, grams } = FALL): Said => ({ word, about: { visitIds, at, grams } });
const moved = said({ kind: 'transfer', grams: -5_000 });

it.each<[string, MeasuredBooking | null, Said[], string]>([
  ['what nobody spoke of', FALL, [], 'none'],
  ['what was taken back', null, [], 'none'],
  ['what is somebody’s collection', FALL, [said({ kind: 'collection' })], 'none'],
  ['a measured fall that was a transfer', FALL, [moved], 'whole'],
  ['a side that staff added', ADDED, [], 'whole'],
  ['an added side that was corrected', ADDED, [said({ grams: 4_000 }, ADDED)], 'whole'],
  ['a side that is weighed with another visit', SHARED, [moved], 'mixed'],
  ['a side among other words', SHARED, [said({ kind: 'collection' }), moved], 'mixed'],
])('%s', (_name, booking, words, expected) => {
  expect(transferSideOf(booking, words)).toBe(expected);
});
