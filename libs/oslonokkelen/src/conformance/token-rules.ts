import { randomUUID } from 'node:crypto';
import type { BadToken } from '../bad-token';
import { badTokens } from '../bad-tokens';
import { es256, forgeToken } from '../forge-token';
import type { Scope } from '../token-claims';
import type { TokenRefusal } from '../verify-token';
import type { Answer } from './adapter-calls';
import { inLanes, inWords } from './adapter-calls';
import type { ConformanceRun } from './conformance-run';
import { callFor, goodCall, requestClaim, SCOPES } from './conformance-run';
import { mutateToken, seededRandom } from './mutate-token';
import type { Rule } from './recorder';

const RULE_OF: Record<TokenRefusal, Rule> = {
  missing: 'token-form',
  too_large: 'token-form',
  malformed: 'token-form',
  wrong_type: 'token-type',
  wrong_algorithm: 'token-algorithm',
  critical_header: 'token-critical',
  missing_key_id: 'token-key',
  unknown_key: 'token-key',
  keys_unavailable: 'token-key',
  bad_signature: 'token-signature',
  missing_claim: 'token-claims',
  bad_claim: 'token-claims',
  wrong_issuer: 'token-issuer',
  wrong_audience: 'token-audience',
  wrong_scope: 'token-scope',
  expired: 'token-expired',
  lifetime_too_long: 'token-lifetime',
  issued_in_future: 'token-early',
  not_yet_valid: 'token-early',
};
/** What HTTP itself may say to a header that is too long for it. */
const TOO_LARGE = [400, 413, 431, 0];
const MAX_REFUSAL_BYTES = 256;
const AT_ONCE = 20;

/** Bad tokens of every kind, for both calls. */
export async function checkTokens(run: ConformanceRun): Promise<void> {
  const refusals = new Set<string>();
  for (const scope of SCOPES) {
    const tokens = goodHeaders(badTokensFor(run, scope));
    await inLanes(tokens, async ({ name, token, reason }) => {
      const answer = await callFor(run, scope, { authorization: `bearer ${token}` });
      const isRefused = answer.status === 401 || (reason === 'too_large' && TOO_LARGE.includes(answer.status));
      run.recorder.check(RULE_OF[reason], `${scope}: ${name}`, isRefused, inWords(answer));
      checkError(run, `${scope}: ${name}`, { answer, isExpected: reason === 'too_large' });
      if (answer.status === 401) refusals.add(inFull(answer));
    });
    await checkNoCredentials(run, scope, refusals);
  }
  await checkSingleUse(run, refusals);
  const isConstant = refusals.size === 1 && [...refusals].every((refusal) => refusal.length <= MAX_REFUSAL_BYTES);
  run.recorder.check(
    'constant-refusal',
    'all refusals',
    isConstant,
    [...refusals].slice(0, 4).join(' | ').slice(0, 300),
  );
}

/** @returns how many bad tokens there are for both calls. */
export async function checkMutations(
  run: ConformanceRun,
  { count, seed }: { count: number; seed: number },
): Promise<void> {
  if (count === 0) return run.recorder.skip('mutations', 'none were asked for');
  const random = seededRandom(seed);
  await inLanes(Array(count).keys(), async (turn) => {
    const scope = SCOPES[turn % 2] ?? 'action:execute';
    const token = mutateToken(goodToken(run, scope), goodToken(run, scope), random);
    const answer = await callFor(run, scope, { authorization: `bearer ${token}` });
    run.recorder.check('mutations', `${scope} number ${turn}`, answer.status === 401, inWords(answer));
    checkError(run, `mutation ${turn}`, { answer, isExpected: false });
  });
}

function badTokensFor(run: ConformanceRun, scope: Scope): BadToken[] {
  const { privateJwk, strangersKeys, issuer } = run.backEnd;
  const request = requestClaim(run, randomUUID());
  return badTokens({ privateJwk, strangersKeys, issuer, audience: run.audience, scope, now: new Date(), request });
}

/** HTTP takes blanks from both ends of a header, and carries ASCII only. */
function goodHeaders(tokens: readonly BadToken[]): BadToken[] {
  return tokens
    .filter(({ token }) => token.trim() === token)
    .map((bad) => ({ ...bad, token: bad.token.replace(/[^\x20-\x7e]/g, '?') }));
}

function goodToken({ backEnd, ...run }: ConformanceRun, scope: Scope): string {
  const { privateJwk } = backEnd;
  const request = requestClaim({ backEnd, ...run }, randomUUID());
  const claims = backEnd.claims(scope, run.audience, { request });
  return forgeToken({ alg: 'ES256', kid: privateJwk.kid, typ: 'JWT' }, claims, es256(privateJwk));
}

async function checkNoCredentials(run: ConformanceRun, scope: Scope, refusals: Set<string>): Promise<void> {
  const token = await run.backEnd.token(scope, run.audience, { request: requestClaim(run, randomUUID()) });
  const headers: Record<string, string | undefined> = {
    'no header': undefined,
    'an empty header': '',
    'only the scheme': 'Bearer',
    'another scheme': `Basic ${token}`,
    'a token without a scheme': token,
    'a scheme that begins alike': `Bearerx ${token}`,
    'two tokens': `Bearer ${token} ${token}`,
    'a token as a parameter': `Bearer token=${token}`,
    DPoP: `DPoP ${token}`,
  };
  for (const [name, authorization] of Object.entries(headers)) {
    const answer = await callFor(run, scope, { authorization });
    run.recorder.check('no-credentials', `${scope}: ${name}`, answer.status === 401, inWords(answer));
    checkError(run, `${scope}: ${name}`, { answer, isExpected: false });
    if (answer.status === 401) refusals.add(inFull(answer));
  }
}

async function checkSingleUse(run: ConformanceRun, refusals: Set<string>): Promise<void> {
  for (const scope of SCOPES) {
    const token = await run.backEnd.token(scope, run.audience, { request: requestClaim(run, randomUUID()) });
    const first = await callFor(run, scope, { authorization: `bearer ${token}` });
    const again = await callFor(run, scope, { authorization: `bearer ${token}` });
    run.recorder.check('single-use', `${scope}: the first time`, first.status === 200, inWords(first));
    run.recorder.check('single-use', `${scope}: again`, again.status === 401, inWords(again));
    if (again.status === 401) refusals.add(inFull(again));

    const shared = await run.backEnd.token(scope, run.audience, { request: requestClaim(run, randomUUID()) });
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => callFor(run, scope, { authorization: `bearer ${shared}` })),
    );
    const taken = answers.filter(({ status }) => status !== 401).length;
    run.recorder.check('single-use', `${scope}: ${AT_ONCE} at once`, taken === 1, `${taken} were taken`);
  }
  // A token's id must not be forgotten because another call's token has it.
  const jti = randomUUID();
  const request = requestClaim(run, randomUUID());
  const scraped = await goodCall(run, 'manifest:scrape', { claims: { jti } });
  const executed = await goodCall(run, 'action:execute', { claims: { jti, request } });
  const isSingle = scraped.status === 200 && executed.status === 401;
  run.recorder.check('single-use', 'one id for both calls', isSingle, `${scraped.status}, then ${executed.status}`);
}

function checkError(
  { recorder }: ConformanceRun,
  name: string,
  { answer, isExpected }: { answer: Answer; isExpected: boolean },
): void {
  const isError = answer.status >= 500 || (answer.status === 0 && !isExpected);
  recorder.check('no-server-error', name, !isError, inWords(answer));
}

function inFull({ headers, body }: Answer): string {
  return `${headers['content-type'] ?? ''} ${headers['www-authenticate'] ?? ''} ${body.toString('latin1')}`;
}
