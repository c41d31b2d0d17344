import { quantile } from '../domain/statistics';
import { type Session } from './weigh-case';

/** How well sessions were weighed. Errors are in grams, rates are shares. */
export interface Metrics {
  sessions: number;
  p50: number;
  p95: number;
  max: number;
  /** Of those that are ok: within 0.2 kg or 2 %. */
  within: number;
  /** Said to be ok, and more than 0.5 kg wrong, or no drop-off at all. */
  confidentlyWrong: number;
  /** Of those that could be weighed: not said to be ok. */
  needlesslyUncertain: number;
  /** Of all: not said to be ok. */
  uncertain: number;
  /** Σ errors / Σ |truth|, of those that are ok. */
  bias: number;
}

const WRONG_GRAMS = 500;
const WITHIN_GRAMS = 200;
const WITHIN_SHARE = 0.02;

export function isSure({ became }: Session): boolean {
  return became === 'ok' || became === 'merge' || became === 'emptying';
}

export function errorOf({ bookedGrams, trueGrams }: Session): number {
  return bookedGrams - trueGrams;
}

export function isConfidentlyWrong(session: Session): boolean {
  if (!isSure(session)) return false;
  if (session.became === 'emptying' || session.expected === 'emptying') return session.became !== session.expected;
  return Math.abs(errorOf(session)) > WRONG_GRAMS;
}

export function metricsOf(sessions: readonly Session[]): Metrics {
  const weighed = sessions.filter((session) => isSure(session) && session.became !== 'emptying');
  const errors = weighed.map((session) => Math.abs(errorOf(session)));
  const weighable = sessions.filter(({ expected }) => expected !== 'doubt');
  const truth = weighed.reduce((sum, { trueGrams }) => sum + Math.abs(trueGrams), 0);
  return {
    sessions: sessions.length,
    p50: quantile(errors, 0.5),
    p95: quantile(errors, 0.95),
    max: Math.max(0, ...errors),
    within: share(
      weighed,
      (session) => Math.abs(errorOf(session)) <= Math.max(WITHIN_GRAMS, WITHIN_SHARE * Math.abs(session.trueGrams)),
    ),
    confidentlyWrong: share(sessions, isConfidentlyWrong),
    needlesslyUncertain: share(weighable, (session) => !isSure(session)),
    uncertain: share(sessions, (session) => !isSure(session)),
    bias: truth === 0 ? 0 : weighed.reduce((sum, session) => sum + errorOf(session), 0) / truth,
  };
}

/**
 * A station-day: all sessions of one seed and one class of noise that can be weighed, about sixty; kilos count unless they are quarantined.
 *
 * @returns the relative error of each day
 */
export function stationDayErrors(sessions: readonly Session[]): number[] {
  const days = grouped(sessions, ({ story: { seed, noise } }) => `${noise}/${seed}`);
  return [...days.values()].map((day) => {
    const counted = day.filter(
      ({ became, expected }) =>
        became !== 'quarantine' && became !== 'emptying' && (expected === 'ok' || expected === 'merge'),
    );
    const truth = counted.reduce((sum, { trueGrams }) => sum + Math.abs(trueGrams), 0);
    return counted.reduce((sum, session) => sum + errorOf(session), 0) / truth;
  });
}

/** @returns the items by their name, in the order of their first one. */
export function grouped<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
