import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { childOf, currentTraceparent, runInTrace } from './trace';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = `00-${TRACE_ID}-00f067aa0ba902b7-00`;
const WELL_FORMED = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

describe('childOf', () => {
  it('keeps trace and flags, with a span of its own each time', () => {
    const children = [childOf(PARENT), childOf(PARENT)];
    for (const child of children) expect(child).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`));
    expect(new Set([...children, PARENT]).size).toBe(3);
  });

  it('understands what later versions have in common with ours', () => {
    expect(childOf(`cc-${TRACE_ID}-00f067aa0ba902b7-01-what-the-future-brings`)).toContain(TRACE_ID);
    expect(childOf(`cc-${TRACE_ID}-00f067aa0ba902b7-01`)).toContain(TRACE_ID);
  });

  it.each([
    undefined,
    '',
    'no trace',
    `ff-${TRACE_ID}-00f067aa0ba902b7-01`,
    `00-${TRACE_ID.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `00-${TRACE_ID}-00f067aa0ba902b7-01-more`,
    `cc-${TRACE_ID}-00f067aa0ba902b7-01more`,
    `00-${TRACE_ID}-00f067aa0ba902b7`,
  ])('begins a trace where there is none: %s', (traceparent) => {
    const [first, second] = [childOf(traceparent), childOf(traceparent)];
    expect(first).toMatch(WELL_FORMED);
    expect(first).not.toContain(TRACE_ID);
    expect(first.split('-')[1]).not.toBe(second.split('-')[1]);
  });
});

describe('runInTrace', () => {
  it('is known to all that the work awaits, and to nobody else', async () => {
    const other = childOf();
    const seenLater = async () => {
      await setImmediate();
      return currentTraceparent();
    };
    expect(await Promise.all([runInTrace(PARENT, seenLater), runInTrace(other, seenLater), seenLater()])).toEqual([
      PARENT,
      other,
      undefined,
    ]);
  });

  it('hands on what the work returns or throws', () => {
    expect(runInTrace(PARENT, () => 42)).toBe(42);
    const work = () => {
      throw new Error('stumbled');
    };
    expect(() => runInTrace(PARENT, work)).toThrow('stumbled');
  });

  it('hides the trace around it from work that belongs to none', () => {
    const inner = (traceparent?: string) => runInTrace(PARENT, () => runInTrace(traceparent, currentTraceparent));
    expect([inner(), inner('malformed')]).toEqual([undefined, undefined]);
  });
});
