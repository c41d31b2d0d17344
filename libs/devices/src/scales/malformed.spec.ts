import { expect, it } from '@jest/globals';
import { isPolluted, tryMalformed } from './malformed.test-kit';

const SEED = 20_261_121;
const PAYLOADS = 5_000;

it(`${PAYLOADS} malformed payloads (seed ${SEED}) throw nothing, and what they weigh is a weight`, () => {
  const run = tryMalformed(SEED, PAYLOADS);
  expect(run.breaches).toEqual([]);
  expect(isPolluted()).toBe(false);
  // Enough of both to mean something.
  expect(run.weights).toBeGreaterThan(PAYLOADS / 10);
  expect(run.byReason.size).toBeGreaterThan(20);
});
