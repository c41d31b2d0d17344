import { describe, expect, it } from '@jest/globals';
import { recordedDay } from '@selvbetjent/simulation';
import { between, type Sample } from './domain/sample';
import { quantile } from './domain/statistics';
import { type ContainerRun, weighVisits } from './domain/weigh-visits';

const COUNT = 60;
const EVERY_MINUTES = 8;

/** A day of visits by a noisy scale, ready to be weighed, and what truly went in or out. */
function noisyDay(noiseGrams: number, seed: number): { run: ContainerRun; truth: number[] } {
  const visits = Array.from({ length: COUNT }, (_, index) => {
    const minute = 8 * 60 + index * EVERY_MINUTES;
    const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
    return { at: `${hours}:${minutes}`, grams: ((index * 7_919) % 300) * 100 - 6_000 };
  });
  const device = { stationId: 'trosterud', doorId: 'dor', scaleId: 'vekt' };
  const place = { date: '2026-11-20', timeZone: 'Europe/Oslo', resolutionGrams: 100 };
  const day = recordedDay({ ...device, ...place, visits, seed, noiseGrams });
  const samples = day.readings.map<Sample>(({ seq, at, grams }) => ({
    boot: 'b',
    seq,
    atMs: Date.parse(at),
    grams,
    tareEpoch: null,
  }));
  const times = day.truth.visits.map(({ openedAt, closedAt }, index) => ({
    visitId: String(index),
    openedAtMs: Date.parse(openedAt),
    closedAtMs: Date.parse(closedAt),
    closedBy: 'doors' as const,
    heardAtMs: 0,
  }));
  const gaps = Array.from({ length: COUNT + 1 }, (_, index) =>
    between(samples, times[index - 1]?.closedAtMs ?? -Infinity, times[index]?.openedAtMs ?? Infinity),
  );
  const clock = { lastHeardAtMs: 0, nowMs: 0, nextOpenedAtMs: null, newestReadingAtMs: samples.at(-1)!.atMs };
  const run = { visits: times, gaps, ...clock, scale: { resolutionGrams: 100, maxGrams: 3_000_000 } };
  return { run, truth: day.truth.visits.map(({ grams }) => grams) };
}

describe('a day of sixty visits', () => {
  it.each([
    { noiseGrams: 0, p95: 0, total: 0 },
    { noiseGrams: 10, p95: 100, total: 0.001 },
    { noiseGrams: 50, p95: 200, total: 0.005 },
    { noiseGrams: 200, p95: 400, total: 0.01 },
  ])('is weighed well by a scale with $noiseGrams g of noise', ({ noiseGrams, p95, total }) => {
    for (const seed of [20_261_120, 7, 11]) {
      const { run, truth } = noisyDay(noiseGrams, seed);
      const groups = weighVisits(run);
      expect(groups).toHaveLength(COUNT);
      const weighed = groups.map(({ weighing }) => (weighing.state === 'final' ? weighing.result.grams : NaN));
      const errors = weighed.map((grams, index) => Math.abs(grams - truth[index]!));
      expect(quantile(errors, 0.95)).toBeLessThanOrEqual(p95);
      const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
      expect(Math.abs(sum(weighed) - sum(truth))).toBeLessThanOrEqual(total * sum(truth));
    }
  });
});
