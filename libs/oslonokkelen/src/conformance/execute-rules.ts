import { randomUUID } from 'node:crypto';
import type { ActionResponse } from '../action-response';
import { decodeActionResponse, MAX_LINK_NAME_LENGTH } from '../action-response';
import { ACTION_RESPONSE_CONTENT_TYPE } from '../content-types';
import type { Manifest } from '../manifest';
import { isWebLink } from '../web-address';
import type { Answer, CallOptions } from './adapter-calls';
import { inWords } from './adapter-calls';
import type { ConformanceRun } from './conformance-run';
import { goodCall, NO_SUCH_THING, requestClaim } from './conformance-run';
import type { Rule } from './recorder';

const TIGHT_BUDGET_MS = 1_000;

/** Good tokens: what is answered, when, and how often it acts. */
export async function checkExecute(run: ConformanceRun, manifest: Manifest): Promise<void> {
  const declared = new Set(manifest.errorCodes.map(({ code }) => code));
  const asks = new Asks(run, declared);
  await checkPermanentErrors(asks, run);
  await checkForwardCompatible(asks, run);
  await checkBudgets(asks, run);
  await checkRequestIds(asks, run);
  await checkGet(run);
}

/** Asks with good tokens and looks at the form of every answer. */
class Asks {
  constructor(
    readonly run: ConformanceRun,
    private readonly declared: ReadonlySet<string>,
  ) {}

  async ask(
    name: string,
    request: unknown,
    options: CallOptions & { claims?: Record<string, unknown> } = {},
  ): Promise<{ answer: Answer; said: ActionResponse | null }> {
    const { claims, ...call } = options;
    const answer = await goodCall(this.run, 'action:execute', { claims: { request, ...claims }, ...call });
    return { answer, said: this.read(name, answer) };
  }

  private read(name: string, answer: Answer): ActionResponse | null {
    const { recorder } = this.run;
    recorder.check('execute', name, answer.status === 200, inWords(answer));
    if (answer.status !== 200) return null;
    const type = answer.headers['content-type'] ?? 'none';
    const isType = type.replaceAll(/[\s"]/g, '').toLowerCase() === ACTION_RESPONSE_CONTENT_TYPE;
    recorder.check('execute', `${name}: content type`, isType, type);
    try {
      const said = decodeActionResponse(answer.body);
      this.checkForm(name, said);
      return said;
    } catch (error) {
      recorder.check('execute', `${name}: content`, false, (error as Error).message);
      return null;
    }
  }

  private checkForm(name: string, { status, endUserMessage, deniedReason, errorDescription }: ActionResponse): void {
    const { recorder } = this.run;
    const link = endUserMessage?.link;
    const isLink = !link || (isWebLink(link.url) && link.name.length <= MAX_LINK_NAME_LENGTH);
    recorder.check('execute', `${name}: link`, isLink, `${link?.name} ${link?.url}`);
    const isReason = !deniedReason || status === 'DENIED';
    recorder.check('execute', `${name}: denied reason only with DENIED`, isReason, status);
    for (const code of [deniedReason?.code, errorDescription?.code]) {
      if (code !== undefined) recorder.check('declared-codes', name, this.declared.has(code), code);
    }
  }
}

async function checkPermanentErrors(asks: Asks, run: ConformanceRun): Promise<void> {
  const good = { requestId: randomUUID(), thingId: NO_SUCH_THING, actionId: 'unlock', timeBudgetMillis: 5_000 };
  const broken: Record<string, unknown> = {
    'an unknown thing': good,
    'no request': undefined,
    'a request of null': null,
    'a request that is a text': 'open',
    'a request that is a list': [good],
    'an empty request': {},
    'no request id': { ...good, requestId: undefined },
    'a blank request id': { ...good, requestId: ' ' },
    'a request id that is a number': { ...good, requestId: 7 },
    'no thing': { ...good, thingId: undefined },
    'a thing that is a list': { ...good, thingId: [NO_SUCH_THING] },
    'no action': { ...good, actionId: '' },
    'a thing that is a path': { ...good, requestId: randomUUID(), thingId: '../manifest' },
    'a thing that is __proto__': { ...good, requestId: randomUUID(), thingId: '__proto__' },
    ...(run.thing && { 'an unknown action': { ...requestClaim(run, randomUUID()), actionId: 'conformance-no-such' } }),
  };
  for (const [name, request] of Object.entries(broken)) {
    const { answer, said } = await asks.ask(name, request);
    const isPermanent = said?.status === 'ERROR_PERMANENT';
    run.recorder.check('permanent-errors', name, isPermanent, said?.status ?? inWords(answer));
  }
}

async function checkForwardCompatible(asks: Asks, run: ConformanceRun): Promise<void> {
  const { recorder, audience } = run;
  const request = (): object => ({ ...requestClaim(run, randomUUID()), thingId: NO_SUCH_THING });
  const { aud } = run.backEnd.claims('action:execute', audience);
  const cases: Record<string, [object, (CallOptions & { claims?: Record<string, unknown> })?]> = {
    'unknown claims': [request(), { claims: { purpose: { a: [1] }, sub: 'x', nested: null } }],
    'unknown fields of the request': [{ ...request(), colour: 'red', more: [{}] }],
    'unknown attachments': [{ ...request(), attachments: [{ unknownKind: { a: 1 } }, null, 7] }],
    'parameters that are no texts': [{ ...request(), parameters: { a: 'b', c: 7, d: null } }],
    'an audience in an array of one': [request(), { claims: { aud: [aud] } }],
    'a body of JSON': [request(), { body: '{"thingId":"other"}', headers: { 'content-type': 'application/json' } }],
    'a broken body': [request(), { body: '{', headers: { 'content-type': 'application/json' } }],
    'a body of protobuf': [request(), { body: '\u0001\u0002', headers: { 'content-type': 'application/protobuf' } }],
  };
  for (const [name, [claim, options]] of Object.entries(cases)) {
    const { answer } = await asks.ask(name, claim, options);
    recorder.check('forward-compatible', name, answer.status === 200, inWords(answer));
  }
  for (const scheme of ['bearer', 'Bearer', 'BEARER']) {
    const token = await run.backEnd.token('manifest:scrape', audience);
    const answer = await run.calls.manifest({ authorization: `${scheme} ${token}` });
    recorder.check('forward-compatible', `the scheme “${scheme}”`, answer.status === 200, inWords(answer));
  }
}

async function checkBudgets(asks: Asks, run: ConformanceRun): Promise<void> {
  const { recorder, thing } = run;
  if (!thing) return recorder.skip('time-budget', 'needs a door that may be opened');
  const before = await run.openings();
  for (const timeBudgetMillis of [0, -1, -5_000, -1e300]) {
    const { answer, said } = await asks.ask(
      `a budget of ${timeBudgetMillis}`,
      requestClaim(run, randomUUID(), { timeBudgetMillis }),
    );
    const isRefused = said?.status === 'ERROR_TEMPORARY';
    recorder.check('time-budget', `a budget of ${timeBudgetMillis}`, isRefused, said?.status ?? inWords(answer));
  }
  checkOpenings(
    run,
    { rule: 'time-budget', name: 'without time nothing is done', before, opened: 0 },
    await run.openings(),
  );
  const { answer } = await asks.ask(
    'a tight budget',
    requestClaim(run, randomUUID(), { timeBudgetMillis: TIGHT_BUDGET_MS }),
  );
  const took = `${Math.round(answer.tookMs)} ms`;
  recorder.check('time-budget', `a budget of ${TIGHT_BUDGET_MS}`, answer.tookMs <= TIGHT_BUDGET_MS, took);
}

async function checkRequestIds(asks: Asks, run: ConformanceRun): Promise<void> {
  const { recorder, thing } = run;
  if (!thing) return recorder.skip('request-id', 'needs a door that may be opened');
  const before = await run.openings();
  const requestId = randomUUID();
  const first = await asks.ask('a door', requestClaim(run, requestId));
  const again = await asks.ask('the same request again', requestClaim(run, requestId));
  const isRecorded = first.said?.status !== 'ERROR_TEMPORARY';
  const isSame = !isRecorded || first.answer.body.equals(again.answer.body);
  recorder.check('request-id', 'the same answer', isSame, `${first.said?.status}, then ${again.said?.status}`);
  const opened = first.said?.status === 'SUCCESS' ? 1 : 0;
  checkOpenings(run, { rule: 'request-id', name: 'in turn', before, opened }, await run.openings());

  const together = randomUUID();
  const now = await run.openings();
  const many = await Promise.all([1, 2, 3, 4, 5].map(() => asks.ask('at the same time', requestClaim(run, together))));
  const statuses = [...new Set(many.map(({ said }) => said?.status))];
  const expected = statuses.includes('SUCCESS') ? 1 : 0;
  checkOpenings(run, { rule: 'request-id', name: 'five at once', before: now, opened: expected }, await run.openings());
}

async function checkGet(run: ConformanceRun): Promise<void> {
  const before = await run.openings();
  const claims = { request: requestClaim(run, randomUUID()) };
  const withToken = await goodCall(run, 'action:execute', { claims, method: 'GET' });
  const without = await run.calls.execute({ method: 'GET' });
  run.recorder.check('get-execute', 'with a good token', withToken.status === 405, inWords(withToken));
  run.recorder.check('get-execute', 'without a token', without.status === 405, inWords(without));
  checkOpenings(run, { rule: 'get-execute', name: 'opens nothing', before, opened: 0 }, await run.openings());
}

/** Only where somebody can tell. */
function checkOpenings(
  run: ConformanceRun,
  { rule, name, before, opened }: { rule: Rule; name: string; before: number | null; opened: number },
  after: number | null,
): void {
  if (before === null || after === null) return;
  run.recorder.check(rule, `openings: ${name}`, after - before === opened, `${after - before} openings, not ${opened}`);
}
