import { corpus, corpusCase, FAMILIES, NOISE_CLASSES, type NoiseClass } from '@selvbetjent/simulation';
import { drawWeighing } from '../domain/draw-weighing';
import { quantile } from '../domain/statistics';
import { weighVisits } from '../domain/weigh-visits';
import { errorOf } from './metrics';
import { NAIVE_RULES, naiveErrors } from './naive-rules';
import { checkProperties } from './properties';
import { type CorpusFindings, kg, worstOf } from './report';
import { residualOf, runOf, type Session, sessionsOf } from './weigh-case';

/** Constants were fixed while looking at these seeds only. */
const TUNING_SEEDS = { first: 1, last: 60 };
/** The report is of these. */
export const SEALED_SEEDS = { first: 10_001, last: 10_100 };

export interface CorpusOptions {
  seeds: { first: number; last: number };
  propertyRuns: number;
  /** Told now and then how much is done, 0 to 1. */
  onProgress: (what: string, share: number) => void;
  /** Milliseconds of a clock that only runs forward. */
  now: () => number;
}

export interface DrawnFindings extends CorpusFindings {
  drawings: { file: string; svg: string }[];
}

/** Weighs every case of the seeds, by our function and by the naive rules, and checks the properties. */
export function runCorpus(options: CorpusOptions): DrawnFindings {
  const weighed = weighAll(options);
  const worst = worstOf(weighed.sessions, 10).map((session, index) => drawSession(session, `worst-${index + 1}.svg`));
  return {
    ...weighed,
    seeds: `${options.seeds.first}–${options.seeds.last}`,
    tuningSeeds: `${TUNING_SEEDS.first}–${TUNING_SEEDS.last}`,
    properties: { runs: options.propertyRuns, breaches: checkAll(options) },
    worst,
    drawings: worst.map(({ file, svg }) => ({ file, svg })),
  };
}

type Weighed = Pick<CorpusFindings, 'sessions' | 'residualGrams' | 'cpuMsPerSampleMinute' | 'naive'>;

function weighAll({ seeds, onProgress, now }: CorpusOptions): Weighed {
  const sessions: Session[] = [];
  const naive = new Map<string, { error: number; trueGrams: number }[]>();
  const total = (seeds.last - seeds.first + 1) * FAMILIES.length * Object.keys(NOISE_CLASSES).length;
  let [done, residualGrams, spentMs, readings] = [0, 0, 0, 0];
  for (const story of corpus(seeds.first, seeds.last)) {
    const run = runOf(story);
    const startedMs = now();
    const groups = weighVisits(run);
    spentMs += now() - startedMs;
    readings += story.readings.length;
    residualGrams += residualOf(groups);
    sessions.push(...sessionsOf(story, groups));
    for (const [rule, weigh] of Object.entries(NAIVE_RULES)) {
      const key = `${rule}/${story.noise}`;
      naive.set(key, [...(naive.get(key) ?? []), ...naiveErrors(story, weigh)]);
    }
    done += 1;
    onProgress('cases', done / total);
  }
  return { sessions, residualGrams, cpuMsPerSampleMinute: (spentMs / readings) * 60, naive: naiveMetrics(naive) };
}

function naiveMetrics(errors: Map<string, { error: number; trueGrams: number }[]>): CorpusFindings['naive'] {
  return [...errors].map(([key, all]) => {
    const [rule = '', noise] = key.split('/');
    const truth = all.reduce((sum, { trueGrams }) => sum + Math.abs(trueGrams), 0);
    const p95 = quantile(
      all.map(({ error }) => Math.abs(error)),
      0.95,
    );
    return {
      rule,
      noise: noise as NoiseClass,
      p95,
      totalError: all.reduce((sum, { error }) => sum + error, 0) / truth,
    };
  });
}

function checkAll({ seeds, propertyRuns, onProgress }: CorpusOptions): string[] {
  const noises = Object.keys(NOISE_CLASSES) as NoiseClass[];
  const span = seeds.last - seeds.first + 1;
  const breaches: string[] = [];
  let done = 0;
  const runs = checkProperties(
    propertyRuns,
    (random) => {
      const family = FAMILIES[random.integer(FAMILIES.length)];
      const noise = noises[random.integer(noises.length)];
      if (!family || !noise) throw new Error('there are no families');
      return corpusCase(family, noise, seeds.first + random.integer(span));
    },
    seeds.first,
  );
  for (const { property, story, breach } of runs) {
    done += 1;
    if (breach) breaches.push(`${property}: ${story.family}, ${story.noise} noise, seed ${story.seed}: ${breach}`);
    onProgress('properties', done / propertyRuns);
  }
  return breaches;
}

function drawSession(session: Session, file: string): { file: string; text: string; svg: string } {
  const { family, noise, seed } = session.story;
  const [found] = FAMILIES.filter(({ name }) => name === family);
  if (!found) throw new Error(`there is no family ${family}`);
  const story = corpusCase(found, noise, seed);
  const run = runOf(story);
  const group = weighVisits(run).find(({ visitIds }) => visitIds[0] === session.visits[0]?.visitId);
  const text = `${family}, ${noise} noise, seed ${seed}: ${kg(session.trueGrams)} kg in truth, ${kg(session.bookedGrams)} kg booked, off by ${kg(errorOf(session))} kg`;
  const decision = group && group.weighing.state !== 'waiting' ? group.weighing : null;
  const samples = [...run.gaps, ...(run.during ?? [])].flat().sort((one, other) => one.atMs - other.atMs);
  const timeText = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);
  return { file, text, svg: `${drawWeighing({ title: text, samples, doors: session.visits, decision, timeText })}\n` };
}
