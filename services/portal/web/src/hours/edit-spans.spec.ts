import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockText, minutesOf, spansText } from './clock-text';
import { boundsOf, drawn, placed, shifted, spanBetween, withAdded, withStart } from './edit-spans';
import type { TimeSpan } from './edited-week';
import { minutesAt, percentOf } from './time-axis';

const at = (from: number, to: number): TimeSpan => ({ start: from * 60, end: to * 60 });

describe('typed times', () => {
  it.each<[string, number | null]>([
    ['11:00', 660],
    [' 9.30 ', 570],
    ['930', 570],
    ['0930', 570],
    ['7', 420],
    ['24:00', 1440],
    ['24:15', null],
    ['11:60', null],
    ['', null],
    ['elleve', null],
    ['11:0', null],
  ])('%j is %p minutes', (typed, minutes) => expect(minutesOf(typed)).toBe(minutes));

  it('are read back as they are shown', () => {
    fc.assert(fc.property(fc.nat(1440), (minutes) => expect(minutesOf(clockText(minutes))).toBe(minutes)));
  });

  it('are said with the next day where they pass midnight', () => {
    expect(spansText([at(0, 24)])).toBe('hele døgnet');
    expect(spansText([at(11, 16), at(22, 26)])).toBe('11:00–16:00 og 22:00–02:00 neste dag');
    expect(spansText([])).toBe('stengt');
  });
});

describe('a span', () => {
  it.each([
    ['an end later the same day', 660, 960, at(11, 16)],
    ['an end on the next day', 1320, 120, at(22, 26)],
    ['until midnight', 1320, 1440, at(22, 24)],
    ['no time at all', 660, 660, 'same'],
  ])('with %s', (_what, start, end, span) => expect(spanBetween(start, end)).toEqual(span));

  it.each([
    ['earlier', at(11, 16), 540, at(9, 16)],
    ['after its end, with its length', at(11, 16), 1080, at(18, 23)],
    ['so late that the day ends', at(11, 16), 1320, at(22, 24)],
    ['at midnight', at(11, 16), 1440, at(0, 16)],
    ['before its night', at(22, 26), 60, at(1, 2)],
  ])('begins %s', (_what, before, typed, after) => expect(withStart(before, typed)).toEqual(after));

  it('is refused where it meets another', () => {
    expect(placed([at(9, 10)], -1, at(10, 12))).toBe('overlaps');
    expect(placed([at(9, 10), at(14, 15)], 1, at(7, 8))).toEqual([at(7, 8), at(9, 10)]);
  });

  it.each<[string, TimeSpan[], TimeSpan[] | null]>([
    ['on a closed day', [], [at(11, 16)]],
    ['after the last', [at(9, 12)], [at(9, 12), at(13, 15)]],
    ['before the first', [at(12, 22)], [at(9, 11), at(12, 22)]],
    ['nowhere', [at(0, 24)], null],
  ])('is added %s', (_what, before, after) => expect(withAdded(before)).toEqual(after));

  it.each<[string, 'start' | 'end' | 'whole', number, TimeSpan]>([
    ['moves', 'whole', 30, { start: 690, end: 990 }],
    ['stops before its neighbour', 'whole', 600, { start: 765, end: 1065 }],
    ['keeps a step', 'end', -600, { start: 660, end: 675 }],
    ['begins later', 'start', 15, { start: 675, end: 960 }],
  ])('%s', (_what, part, by, expected) => {
    const spans = [at(11, 16), at(18, 20)];
    expect(shifted(spans[0]!, part, by, { ...boundsOf(spans, 0, 15), step: 15 })).toEqual(expected);
  });

  it('that is moved stays a span that can be placed', () => {
    const any = fc
      .tuple(fc.nat(95), fc.integer({ min: 1, max: 96 }))
      .map(([start, length]) => at(start / 4, Math.min(30, (start + length) / 4)));
    const part = fc.constantFrom('start' as const, 'end' as const, 'whole' as const);
    fc.assert(
      fc.property(any, part, fc.integer({ min: -100, max: 100 }), (span, held, steps) => {
        const { start, end } = shifted(span, held, steps * 15, { ...boundsOf([span], 0, 15), step: 15 });
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThan(1440);
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(1440);
        if (held === 'whole') expect(end - start).toBe(span.end - span.start);
      }),
    );
  });

  it('is drawn between two places, forwards or backwards', () => {
    expect(drawn([at(9, 10)], 900, 720)).toEqual(at(12, 15));
    expect(drawn([at(9, 10)], 570, 720)).toBeNull();
    expect(drawn([], 720, 720)).toBeNull();
  });
});

describe('the axis', () => {
  const axis = { from: 360, to: 1320 };
  it.each([
    [0, 360],
    [0.5, 840],
    [0.507, 840],
    [2, 1320],
  ])('at %p is %p minutes', (part, minutes) => expect(minutesAt(part, axis, 15)).toBe(minutes));
  it('shows what is beyond it at its edge', () => expect(percentOf(1500, axis)).toBe(100));
});
