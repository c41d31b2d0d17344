import { type CorpusCase } from '@selvbetjent/simulation';
import { between, inOrder, type Sample } from '../domain/sample';
import { median, quantile, roundAwayFromZero } from '../domain/statistics';
import { sampleOf } from './weigh-case';

/** A visit's weight as a rule of thumb has it, from the readings before, during and after; signed grams. */
export type NaiveRule = (before: readonly number[], during: readonly number[], after: readonly number[]) => number;

/** What others do, to be compared with: each is wrong in its own way. */
export const NAIVE_RULES: Readonly<Record<string, NaiveRule>> = {
  'first sample after the close − last before the opening': (before, _during, after) =>
    (after[0] ?? 0) - (before.at(-1) ?? 0),
  'Σ of positive steps of 0.1 kg or more': (before, during, after) =>
    positiveSteps([...before.slice(-1), ...during, ...after.slice(0, 60)]),
  'five calm samples on each side, never below zero': (before, _during, after) =>
    Math.max(0, (calm(after) ?? 0) - (calm([...before].reverse()) ?? 0)),
};

/** @returns the error of the rule for each visit of the case that can be weighed. */
export function naiveErrors(story: CorpusCase, rule: NaiveRule): { error: number; trueGrams: number }[] {
  const samples = inOrder(story.readings.map(sampleOf));
  return story.visits
    .filter(({ expected }) => expected === 'ok' || expected === 'merge')
    .map(({ openedAtMs, closedAtMs, grams }) => {
      const before = shown(between(samples, openedAtMs - 900_000, openedAtMs));
      const during = shown(between(samples, openedAtMs, closedAtMs));
      const after = shown(between(samples, closedAtMs, closedAtMs + 600_000));
      return { error: roundAwayFromZero(rule(before, during, after)) - grams, trueGrams: grams };
    });
}

function shown(samples: readonly Sample[]): number[] {
  return samples.flatMap(({ grams }) => grams ?? []);
}

function positiveSteps(values: readonly number[]): number {
  return values.slice(1).reduce((sum, value, index) => {
    const step = value - (values[index] ?? value);
    return step >= 100 ? sum + step : sum;
  }, 0);
}

function calm(values: readonly number[]): number | null {
  for (let start = 0; start + 5 <= values.length; start += 1) {
    const five = values.slice(start, start + 5);
    if (quantile(five, 1) - quantile(five, 0) <= 400) return median(five);
  }
  return null;
}
