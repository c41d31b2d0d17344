import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { explain, simulate } from '@selvbetjent/testing';
import { type FactMistakes, factsCore } from './facts.world.test-kit';

const STEPS = Number(process.env.SIMULATED_STEPS ?? 250_000);
/** Nothing waits in here: a slow or busy machine only takes longer. */
jest.setTimeout(900_000);

beforeAll(() => {
  Logger.overrideLogger(false);
});
afterAll(() => {
  Logger.overrideLogger(['log']);
});

describe(`facts, over ${STEPS} steps`, () => {
  it('are neither lost nor doubled nor out of order', async () => {
    const core = factsCore();
    const { steps, seeds, failure } = await simulate(core, { firstSeed: 1, steps: STEPS });
    process.stdout.write(`facts: ${steps} steps of ${seeds} seeds\n`);
    expect(await explain(core, failure)).toBeNull();
  });

  it.each<[string, FactMistakes, string]>([
    ['a relay that marks before it publishes', { marksBeforePublishing: true }, 'lost'],
    ['a relay that reads beyond a cursor', { cursor: true }, 'lost'],
    ['an inbox beside the transaction', { inboxOutsideTransaction: true }, 'acknowledged'],
    ['a reader without an inbox', { noInbox: true }, 'doubled'],
    ['a reader that drops what it cannot handle', { noDeadLetters: true }, 'acknowledged'],
    ['an acknowledgement before the effect', { acksOnDelivery: true }, 'acknowledged'],
  ])('find %s', async (_name, mistakes, broken) => {
    const { failure } = await simulate(factsCore(mistakes), { firstSeed: 1, steps: 40_000 });
    expect(failure?.broken.split(':')[0]).toBe(broken);
  });
});
