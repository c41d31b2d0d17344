import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExecuteRequest } from './index';

const claim = { requestId: 'r1', thingId: 'door', actionId: 'unlock', timeBudgetMillis: 5000 };

describe('parseExecuteRequest', () => {
  it('reads what a door needs', () => {
    expect(parseExecuteRequest({ ...claim, parameters: { colour: 'red' } })).toEqual({
      ok: true,
      request: {
        requestId: 'r1',
        thingId: 'door',
        actionId: 'unlock',
        timeBudgetMs: 5000,
        parameters: { colour: 'red' },
      },
    });
  });

  it('never holds an attachment, nor even looks at it', () => {
    const watched = Object.defineProperty({ ...claim }, 'attachments', {
      enumerable: true,
      get: () => {
        throw new Error('attachments were read');
      },
    });
    expect(Object.keys(watched)).toContain('attachments');
    expect(parseExecuteRequest(watched)).toEqual(parseExecuteRequest(claim));
  });

  it('tolerates unknown fields', () => {
    expect(parseExecuteRequest({ ...claim, locale: 'nb', extra: { a: [1] } })).toEqual(parseExecuteRequest(claim));
  });

  it.each([
    ['missing_request', undefined],
    ['missing_request', null],
    ['missing_request', 'unlock'],
    ['missing_request', [claim]],
    ['missing_request', 7],
    ['missing_request_id', {}],
    ['missing_request_id', { ...claim, requestId: undefined }],
    ['missing_request_id', { ...claim, requestId: '  ' }],
    ['missing_request_id', { ...claim, requestId: 7 }],
    ['missing_thing_id', { ...claim, thingId: '' }],
    ['missing_thing_id', { ...claim, thingId: ['door'] }],
    ['missing_action_id', { ...claim, actionId: null }],
    ['missing_action_id', { ...claim, actionId: { id: 'unlock' } }],
  ])('names the fault: %s', (reason, bad) => {
    expect(parseExecuteRequest(bad)).toEqual({ ok: false, reason });
  });

  it.each([
    [undefined, 3000],
    [null, 3000],
    ['5000', 3000],
    [NaN, 3000],
    [{}, 3000],
    [1, 1],
    [799.9, 799],
    [10_000, 10_000],
    [10_001, 10_000],
    [Infinity, 10_000],
    [1e300, 10_000],
    [0, 0],
    [-1, -1],
    [-0.5, -1],
    [-Infinity, -Infinity],
  ])('turns the time budget %p into %p ms', (timeBudgetMillis, timeBudgetMs) => {
    expect(parseExecuteRequest({ ...claim, timeBudgetMillis })).toMatchObject({ ok: true, request: { timeBudgetMs } });
  });

  it.each([
    [undefined, {}],
    [null, {}],
    ['red', {}],
    [['red'], {}],
    [{ a: 'x', b: 1, c: null, d: ['x'], e: {} }, { a: 'x' }],
  ])('skips parameters that are no texts (%p)', (parameters, kept) => {
    const parsed = parseExecuteRequest({ ...claim, parameters });
    expect(parsed.ok && parsed.request.parameters).toEqual(kept);
  });

  it('is not led astray by names that objects have anyway', () => {
    const parameters: unknown = JSON.parse('{"__proto__":"x","constructor":"y"}');
    const parsed = parseExecuteRequest({ ...claim, parameters });
    expect(parsed.ok && Object.entries(parsed.request.parameters)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(claim), 'parameters'), fc.jsonValue()), (patch) => {
        expect(typeof parseExecuteRequest({ ...claim, ...patch }).ok).toBe('boolean');
      }),
    );
  });
});
