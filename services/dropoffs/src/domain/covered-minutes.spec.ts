import { expect, it } from '@jest/globals';
import { coveredMinutes } from './covered-minutes';

const HOUR_MS = Date.parse('2026-11-20T10:00:00Z');
const at = (...minutes: number[]): number[] => minutes.map((minute) => HOUR_MS + minute * 60_000);
const every = (step: number, from = -5, to = 65): number[] =>
  at(...Array.from({ length: (to - from) / step + 1 }, (_each, index) => from + index * step));

it.each([
  ['a scale that speaks each minute', every(1), 'f'.repeat(15)],
  ['one that speaks every two minutes', every(2), 'f'.repeat(15)],
  ['nothing', [], '0'.repeat(15)],
  ['a single reading in minute 3', at(3.5), '1' + '0'.repeat(14)],
  ['a silence from minute 8 to 52', [...every(1, -5, 7), ...every(1, 52, 65)], 'ff' + '0'.repeat(11) + 'ff'],
  ['readings beyond both ends, far apart', at(-10, 70), '0'.repeat(15)],
  ['readings just beyond both ends', at(-1, 1, 59, 61), 'c' + '0'.repeat(13) + '1'],
])('%s', (_name, readings, expected) => {
  expect(coveredMinutes(readings, HOUR_MS, 3 * 60_000)).toBe(expected);
});
