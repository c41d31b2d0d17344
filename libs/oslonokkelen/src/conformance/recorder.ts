/** What an adapter must do, by the id that reports and scripts use. */
export const RULES = {
  manifest: 'A scrape token gets a sound manifest: 200, its content type, protobuf, URL-safe and unique ids',
  'manifest-version': 'The version never falls, and the same version has the same content',
  'manifest-not-modified': 'A known ETag gets an empty 304, or the whole manifest',
  execute: 'An execute token gets 200, its content type and an answer that the app can show',
  'permanent-errors': 'A broken request, an unknown thing, an unknown action: 200 ERROR_PERMANENT',
  'declared-codes': 'Every code in an answer is declared in the manifest',
  'time-budget': 'Answers come inside the time budget; without time nothing is done: ERROR_TEMPORARY',
  'request-id': 'A repeated request id gets the same answer and acts once, in turn and at the same time',
  'get-execute': 'GET execute is 405 and acts never, whatever its token',
  'forward-compatible':
    'Unknown claims and fields, an absent typ, an audience in an array, any case of “bearer”, any body',
  'no-credentials': 'Without a bearer token: 401',
  'token-form': 'What isn’t a compact JWS of JSON objects, at most 8 KiB, is refused',
  'token-type': 'typ other than JWT-like is refused',
  'token-algorithm': 'Any algorithm but ES256 is refused',
  'token-critical': 'crit is refused',
  'token-key': 'An absent or unknown kid is refused',
  'token-signature': 'A signature that isn’t the back end’s is refused',
  'token-claims': 'Absent and wrongly typed claims are refused',
  'token-issuer': 'Another issuer is refused',
  'token-audience': 'Another audience is refused',
  'token-scope': 'Any scope but exactly the call’s own is refused',
  'token-expired': 'Expired is expired, without skew',
  'token-lifetime': 'A life longer than ten minutes is refused',
  'token-early': 'A token from the future is refused',
  'single-use': 'A token is taken once, for manifests too, in turn and 20 times at once',
  mutations: 'Changed tokens are refused (seeded)',
  'constant-refusal': 'Every 401 is the same, at most 256 bytes',
  'no-server-error': 'No token makes an answer ≥ 500 or a hang-up',
  'strangers-keys': 'jku, x5u and addresses in kid are never asked',
  'key-fetches': 'Unknown kids make the keys be fetched at most once a minute in all',
  'keys-remembered': 'Known keys work while the key server is down',
  'nothing-opened': 'No bad token opened anything',
} as const;

export type Rule = keyof typeof RULES;

export interface RuleReport {
  readonly rule: Rule;
  readonly title: string;
  readonly cases: number;
  /** At most the first 20. */
  readonly failures: readonly { readonly case: string; readonly got: string }[];
  readonly failed: number;
  /** Why nothing was asked. */
  readonly skipped?: string;
}

const FAILURES_KEPT = 20;

/** Collects by rule what was asked and what was wrong. */
export class Recorder {
  private readonly found = new Map<
    Rule,
    { cases: number; failed: number; failures: { case: string; got: string }[] }
  >();
  private readonly reasons = new Map<Rule, string>();

  check(rule: Rule, name: string, ok: boolean, got: string): void {
    const entry = this.found.get(rule) ?? { cases: 0, failed: 0, failures: [] };
    this.found.set(rule, entry);
    entry.cases += 1;
    if (ok) return;
    entry.failed += 1;
    if (entry.failures.length < FAILURES_KEPT) entry.failures.push({ case: name, got });
  }

  skip(rule: Rule, reason: string): void {
    this.reasons.set(rule, reason);
  }

  reports(): RuleReport[] {
    return (Object.keys(RULES) as Rule[]).map((rule) => {
      const found = this.found.get(rule) ?? { cases: 0, failed: 0, failures: [] };
      const skipped = found.cases === 0 ? (this.reasons.get(rule) ?? 'not reached') : undefined;
      return { rule, title: RULES[rule], ...found, ...(skipped !== undefined && { skipped }) };
    });
  }
}
