import { describe, expect, it } from '@jest/globals';
import {
  brokenRules,
  ConformanceBackEnd,
  type ConformanceReport,
  describeReport,
  type Rule,
  runConformance,
} from '../index';
import { type PlantedFault, startFaultyAdapter } from './faulty-adapter.test-kit';

const SEED = 20261121;

async function conformanceOf(fault?: PlantedFault, mutations = 50): Promise<ConformanceReport> {
  const backEnd = await ConformanceBackEnd.start();
  const adapter = await startFaultyAdapter(backEnd, fault);
  try {
    const openings = (): Promise<number> => Promise.resolve(adapter.openings());
    return await runConformance({ adapterUrl: adapter.url, backEnd, thingId: 'door', openings, mutations, seed: SEED });
  } finally {
    await adapter.stop();
    await backEnd.stop();
  }
}

describe('the conformance kit', () => {
  it('passes an adapter of this library, and has asked by every rule', async () => {
    const report = await conformanceOf(undefined, 1_000);
    expect(report.rules.filter(({ failed, skipped }) => failed > 0 || skipped !== undefined)).toEqual([]);
    expect(report.passed).toBe(true);
    const handMade = report.rules.filter(({ rule }) => rule.startsWith('token-')).map(({ cases }) => cases);
    expect(handMade.reduce((sum, cases) => sum + cases, 0)).toBeGreaterThanOrEqual(2 * 400);
  });

  it.each<[PlantedFault, Rule]>([
    ['ignores exp', 'token-expired'],
    ['grants a minute of skew', 'token-expired'],
    ['accepts any lifetime', 'token-lifetime'],
    ['accepts alg none', 'token-algorithm'],
    ['accepts HS256 with the public key', 'token-algorithm'],
    ['accepts the other scope', 'token-scope'],
    ['accepts another audience', 'token-audience'],
    ['accepts another issuer', 'token-issuer'],
    ['obeys jku', 'strangers-keys'],
    ['obeys jwk', 'token-signature'],
    ['takes a token again', 'single-use'],
    ['takes a token twice at once', 'single-use'],
    ['remembers tokens of execute only', 'single-use'],
    ['answers 500 to a bad token', 'no-server-error'],
    ['tells why in its 401', 'constant-refusal'],
    ['opens on GET', 'get-execute'],
    ['opens again for the same request id', 'request-id'],
    ['opens with no time left', 'time-budget'],
    ['answers an unknown thing with nothing', 'permanent-errors'],
    ['uses a code that it does not declare', 'declared-codes'],
    ['links to a telephone', 'execute'],
    ['wants a lower-case scheme', 'forward-compatible'],
    ['reads the body', 'forward-compatible'],
    ['lets the version fall', 'manifest-version'],
    ['sends a body with 304', 'manifest-not-modified'],
    ['fetches at every unknown kid', 'key-fetches'],
    ['forgets its keys with the key server', 'keys-remembered'],
  ])('names an adapter that %s', async (fault, rule) => {
    const report = await conformanceOf(fault);
    expect(brokenRules(report)).toContain(rule);
    expect(report.passed).toBe(false);
    expect(describeReport(report)).toContain(`✗ ${rule}`);
  });

  it('says when no good token was ever taken, and that the rest was not reached', async () => {
    const [backEnd, trusted] = [await ConformanceBackEnd.start(), await ConformanceBackEnd.start()];
    const adapter = await startFaultyAdapter(trusted);
    try {
      const report = await runConformance({ adapterUrl: adapter.url, backEnd, waitForKeysMs: 0 });
      expect(brokenRules(report)).toEqual(['manifest']);
      expect(report.passed).toBe(false);
      expect(report.rules.filter(({ skipped }) => skipped === 'not reached').length).toBeGreaterThan(20);
    } finally {
      await adapter.stop();
      await backEnd.stop();
      await trusted.stop();
    }
  });
});
