import { describe, expect, it } from '@jest/globals';
import { type Sample } from './sample';
import { stableWindows } from './stable-window';

const TOLERANCE = 200;

function every(seconds: number, grams: number[], unstable: number[] = []): Sample[] {
  return grams.map((one, index) => ({
    ...{ boot: 'b', seq: index + 1, atMs: index * seconds * 1_000, grams: one, tareEpoch: null },
    ...(unstable.includes(index) && { rests: false }),
  }));
}

const spans = (samples: Sample[]): [number, number][] =>
  stableWindows(samples, TOLERANCE).map(({ fromMs, untilMs }) => [fromMs / 1_000, untilMs / 1_000]);

describe('a stable window', () => {
  const still = Array.from({ length: 13 }, () => 1_000);

  it.each<[string, Sample[], [number, number][]]>([
    ['is ten seconds of a scale that speaks every second', every(1, still), [[0, 10]]],
    ['begins after what the scale calls unstable, however still it looks', every(1, still, [0, 1]), [[2, 12]]],
    ['is not there while the scale keeps calling it so', every(1, still, [5]), []],
    ['of a scale that seldom speaks is two readings', every(60, [1_000, 1_000]), [[0, 60]]],
    ['of such a scale is none of an unstable one', every(60, [1_000, 1_000, 1_000], [1]), []],
  ])('%s', (_name, samples, expected) => {
    expect(spans(samples)).toEqual(expected);
  });
});
