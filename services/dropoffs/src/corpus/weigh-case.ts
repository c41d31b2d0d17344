import { type CorpusCase, type CorpusReading, type CorpusVisit, type Expectation } from '@selvbetjent/simulation';
import { between, inOrder, type Sample } from '../domain/sample';
import { type ContainerRun, type GroupWeighing, weighVisits } from '../domain/weigh-visits';

/** What a weighing made of one or more visits, beside what was true. Grams are signed, + into the container. */
export interface Session {
  /** Enough to tell it again. */
  story: Pick<CorpusCase, 'family' | 'noise' | 'seed'>;
  visits: CorpusVisit[];
  expected: Expectation;
  became: 'ok' | 'merge' | 'uncertain' | 'quarantine' | 'emptying' | 'waiting';
  reason: string | null;
  trueGrams: number;
  /** What the ledger says: nothing for what is too little for a row. */
  bookedGrams: number;
}

/** @returns the case as the weighing sees it once everything has arrived. */
export function runOf(story: CorpusCase, readings: readonly CorpusReading[] = story.readings): ContainerRun {
  const samples = inOrder(readings.map(sampleOf));
  const { visits } = story;
  const opened = [...visits.map(({ openedAtMs }) => openedAtMs), Infinity];
  const closed = [-Infinity, ...visits.map(({ closedAtMs }) => closedAtMs)];
  return {
    visits: visits.map(({ visitId, openedAtMs, closedAtMs, closedBy }) => ({
      ...{ visitId, openedAtMs, closedAtMs, closedBy },
      heardAtMs: 0,
    })),
    gaps: opened.map((openedAtMs, index) => between(samples, closed[index] ?? -Infinity, openedAtMs)),
    during: visits.map(({ openedAtMs, closedAtMs }) => between(samples, openedAtMs, closedAtMs)),
    nextOpenedAtMs: null,
    newestReadingAtMs: samples.at(-1)?.atMs ?? null,
    lastHeardAtMs: 0,
    nowMs: 0,
    scale: { resolutionGrams: story.resolutionGrams, maxGrams: story.maxGrams },
  };
}

/** @returns what our weighing makes of the case. */
export function sessionsOf(story: CorpusCase, groups: readonly GroupWeighing[] = weighVisits(runOf(story))): Session[] {
  return groups.map((group) => {
    const visits = story.visits.filter(({ visitId }) => group.visitIds.includes(visitId));
    const result = group.weighing.state === 'waiting' ? null : group.weighing.result;
    return {
      story: { family: story.family, noise: story.noise, seed: story.seed },
      visits,
      expected: expectationOf(visits),
      became: becameOf(group),
      reason: result?.reason ?? null,
      trueGrams: visits.reduce((sum, { grams }) => sum + grams, 0),
      bookedGrams: !result || result.kind === 'none' ? 0 : result.grams,
    };
  });
}

/** @returns grams that neither visits nor what happened between them account for; 0 unless kilos were lost or invented. */
export function residualOf(groups: readonly GroupWeighing[]): number {
  let residual = 0;
  let reached: number | null = null;
  for (const { fromGrams, toGrams, weighing, since } of groups) {
    if (fromGrams === null || toGrams === null || weighing.state === 'waiting') return residual;
    if (reached !== null) residual += Math.abs(fromGrams - reached);
    const grams = weighing.result.kind === 'none' ? 0 : weighing.result.grams;
    residual += Math.abs(fromGrams + grams - toGrams);
    reached = since.reduce((sum, event) => sum + event.grams, toGrams);
  }
  return residual;
}

export function sampleOf({ boot, seq, atMs, grams, status, tareEpoch }: CorpusReading): Sample {
  return { boot, seq, atMs, grams: status === 'ok' ? grams : null, tareEpoch };
}

function becameOf({ weighing, visitIds }: GroupWeighing): Session['became'] {
  if (weighing.state === 'waiting') return 'waiting';
  if (weighing.result.quality !== 'ok') return weighing.result.quality;
  if (weighing.result.kind === 'emptying') return 'emptying';
  return visitIds.length > 1 ? 'merge' : 'ok';
}

function expectationOf(visits: readonly CorpusVisit[]): Expectation {
  const all = new Set(visits.map(({ expected }) => expected));
  if (all.has('doubt')) return 'doubt';
  if (all.has('emptying')) return 'emptying';
  return visits.length > 1 || all.has('merge') ? 'merge' : 'ok';
}
