import { AdapterCalls, inWords } from './adapter-calls';
import type { ConformanceBackEnd } from './back-end';
import type { ConformanceRun } from './conformance-run';
import { goodCall } from './conformance-run';
import { checkExecute } from './execute-rules';
import { checkManifest } from './manifest-rules';
import { Recorder, type Rule, type RuleReport } from './recorder';
import { checkMutations, checkTokens } from './token-rules';

export interface ConformanceOptions {
  /** Below it lie `/manifest` and `/execute`. */
  readonly adapterUrl: string;
  /** Whose issuer and keys the adapter trusts. */
  readonly backEnd: ConformanceBackEnd;
  /** The adapter's public address when it isn't `adapterUrl`. */
  readonly audience?: string;
  /** A door that may really be opened, and its action (`unlock` unless said otherwise). Nothing is opened without. */
  readonly thingId?: string;
  readonly actionId?: string;
  /** How often anything was opened so far, by somebody who sees the door. */
  readonly openings?: () => Promise<number>;
  /** Changed tokens to try; 1,000 unless said otherwise. */
  readonly mutations?: number;
  readonly seed?: number;
  /** How long the adapter may take to learn our key; 75,000 unless said otherwise: unknown kids are fetched once a minute. */
  readonly waitForKeysMs?: number;
}

export interface ConformanceReport {
  readonly adapterUrl: string;
  readonly seed: number;
  readonly passed: boolean;
  readonly rules: readonly RuleReport[];
}

const DEFAULT_MUTATIONS = 1_000;
const KEYS_WAIT_MS = 75_000;

/** Plays Oslonøkkelen's back end against an adapter and reports by rule. Never rejects for what the adapter does. */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const { adapterUrl, backEnd, audience = adapterUrl, thingId, actionId = 'unlock', openings } = options;
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  const calls = new AdapterCalls(adapterUrl);
  const recorder = new Recorder();
  const run: ConformanceRun = {
    backEnd,
    calls,
    recorder,
    audience,
    ...(thingId !== undefined && { thing: { thingId, actionId } }),
    openings: async () => (await openings?.()) ?? null,
  };
  try {
    const manifest = await checkManifest(run, options.waitForKeysMs ?? KEYS_WAIT_MS);
    if (manifest) {
      await checkExecute(run, manifest);
      await checkBadTokens(run, { count: options.mutations ?? DEFAULT_MUTATIONS, seed });
      await checkKeysRemembered(run);
    }
  } finally {
    calls.close();
  }
  const rules = recorder.reports();
  return { adapterUrl, seed, passed: rules.every(isFine), rules };
}

async function checkBadTokens(run: ConformanceRun, mutations: { count: number; seed: number }): Promise<void> {
  const { backEnd, recorder } = run;
  const before = await run.openings();
  const [fetches, strangerFetches] = [backEnd.keyFetches, backEnd.strangerFetches];
  const startedMs = performance.now();
  await checkTokens(run);
  await checkMutations(run, mutations);
  const after = await run.openings();
  const singleUses = run.thing ? 2 : 0;
  if (before === null || after === null) recorder.skip('nothing-opened', 'nobody can tell what was opened');
  else
    recorder.check(
      'nothing-opened',
      'all bad tokens',
      after - before <= singleUses,
      `${after - before} openings, not ${singleUses}`,
    );
  const asked = backEnd.strangerFetches - strangerFetches;
  recorder.check('strangers-keys', 'all bad tokens', asked === 0, `asked ${asked} times`);
  const minutes = (performance.now() - startedMs) / 60_000;
  // One for the minute that had begun, and one in the background.
  const allowed = Math.floor(minutes) + 2;
  const fetched = backEnd.keyFetches - fetches;
  recorder.check('key-fetches', 'all bad tokens', fetched <= allowed, `${fetched} in ${minutes.toFixed(1)} minutes`);
}

async function checkKeysRemembered(run: ConformanceRun): Promise<void> {
  run.backEnd.goDown();
  const answer = await goodCall(run, 'manifest:scrape');
  run.backEnd.comeBack();
  run.recorder.check('keys-remembered', 'a scrape', answer.status === 200, inWords(answer));
}

/** A skipped rule doesn't fail a run, unless the run never got that far. */
function isFine({ failed, skipped }: RuleReport): boolean {
  return failed === 0 && skipped !== 'not reached';
}

/** The ids of the rules that were broken. */
export function brokenRules({ rules }: ConformanceReport): Rule[] {
  return rules.filter(({ failed }) => failed > 0).map(({ rule }) => rule);
}
