import { describe, expect, it, jest } from '@jest/globals';
import { explain, simulate } from '@selvbetjent/testing';
import { weighingCore, type WeighingMistakes } from './weighing.world.test-kit';

const STEPS = Number(process.env.SIMULATED_STEPS ?? 150_000);
/** A planted mistake must show within so many. */
const ENOUGH_STEPS = 20_000;
/** Nothing waits in here: a slow or busy machine only takes longer. */
jest.setTimeout(900_000);

describe(`weighing, over ${STEPS} steps`, () => {
  it('keeps every gram, in whatever order readings and visits arrive', async () => {
    const core = weighingCore();
    const { steps, seeds, failure } = await simulate(core, { firstSeed: 1, steps: STEPS });
    process.stdout.write(`weighing: ${steps} steps of ${seeds} seeds\n`);
    expect(await explain(core, failure)).toBeNull();
  });

  it.each<[string, WeighingMistakes, string]>([
    ['sums in floating kilograms', { floatKilograms: true }, 'float'],
    ['grams that are never less than nothing', { clipsNegative: true }, 'chain'],
    ['rows that are booked without a look at earlier ones', { forgetsBooked: true }, 'chain'],
    ['readings that are as old as their arrival', { ordersByArrival: true }, 'order'],
  ])('finds %s', async (_name, mistakes, broken) => {
    const { failure } = await simulate(weighingCore(mistakes), { firstSeed: 1, steps: ENOUGH_STEPS });
    expect(failure?.broken.split(':')[0]).toBe(broken);
  });
});
