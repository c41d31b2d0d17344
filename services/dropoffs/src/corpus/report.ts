import { EXPECTATIONS, FAMILIES, NOISE_CLASSES, type NoiseClass } from '@selvbetjent/simulation';
import { quantile } from '../domain/statistics';
import { errorOf, grouped, isConfidentlyWrong, isSure, type Metrics, metricsOf, stationDayErrors } from './metrics';
import { type Session } from './weigh-case';

/** What a run of the corpus found out. */
export interface CorpusFindings {
  seeds: string;
  tuningSeeds: string;
  sessions: readonly Session[];
  /** Grams, over all cases. */
  residualGrams: number;
  cpuMsPerSampleMinute: number;
  /** By rule and noise: errors of single visits in grams. */
  naive: readonly { rule: string; noise: NoiseClass; p95: number; totalError: number }[];
  properties: { runs: number; breaches: readonly string[] };
  /** Names of drawings, worst first. */
  worst: readonly { file: string; text: string }[];
}

const BECAME: Session['became'][] = ['ok', 'merge', 'uncertain', 'quarantine', 'emptying', 'waiting'];
const NOISES = Object.keys(NOISE_CLASSES) as NoiseClass[];

/** @returns the report as Markdown. */
export function reportOf(findings: CorpusFindings): string {
  const typical = findings.sessions.filter(({ story }) => story.noise === 'typical');
  return [
    '# How well it weighs',
    '',
    'Written by `npm run corpus`; the numbers are of simulated scales, with invented noise. Recordings of real ones belong beside them',
    'as soon as there are any (`libs/simulation/src/corpus/recording.ts` has the format).',
    '',
    `Constants were fixed on the seeds ${findings.tuningSeeds}. Everything below is of the seeds ${findings.seeds}, by which no constant was chosen.`,
    'A session is a visit, or several that were weighed as one. *Sure* means quality `ok`. Errors are of sure sessions, in kg.',
    '*Confidently wrong*: sure, and more than 0.5 kg off or of the wrong kind. *Needlessly uncertain*: not sure although it could be weighed.',
    '',
    '## Goals (typical noise, σ 50 g, resolution 100 g)',
    '',
    ...goalsOf(typical, findings),
    '',
    '## Where it falls short',
    '',
    ...shortfallsOf(findings.sessions),
    '',
    ...NOISES.flatMap((noise) => familiesOf(noise, findings.sessions)),
    '![Shares of errors](weighing/errors.svg)',
    '',
    '![95 % of errors by family, typical noise](weighing/families.svg)',
    '',
    '## What was expected and what became of it',
    '',
    ...confusionOf(findings.sessions),
    '',
    '## Three rules of thumb on the same visits',
    '',
    ...table(
      ['rule', 'noise', 'p95 kg', 'total error'],
      findings.naive.map(({ rule, noise, p95, totalError }) => [rule, noise, kg(p95), percent(totalError)]),
    ),
    '',
    '## Same answer, other input',
    '',
    `${findings.properties.runs} runs (repetition and order, batches, offset, mirror, half of the readings, conservation): ${findings.properties.breaches.length} breaches.`,
    ...findings.properties.breaches.slice(0, 10).map((breach) => `- ${breach}`),
    '',
    '## The worst ten',
    '',
    ...findings.worst.flatMap(({ file, text }) => [text, '', `![${text}](weighing/${file})`, '']),
  ].join('\n');
}

function goalsOf(
  typical: readonly Session[],
  { sessions, residualGrams, cpuMsPerSampleMinute }: CorpusFindings,
): string[] {
  const metrics = metricsOf(typical);
  const days = stationDayErrors(typical).map(Math.abs);
  const wrong = metricsOf(sessions).confidentlyWrong;
  const neverWrong = sessions.filter(({ story }) => NEVER_WRONG.includes(story.family) && story.noise === 'typical');
  const uncertain = (temper: string): number =>
    Math.max(...byFamily(typical, temper).map(([, it]) => it.needlesslyUncertain));
  const explained = sessions.filter((session) => !isSure(session) && session.became !== 'waiting');
  const rows: [string, string, string, boolean][] = [
    ['W1 p95 of errors', '≤ 0.2 kg', `${kg(metrics.p95)} kg`, metrics.p95 <= 200],
    ['W1 within max(0.2 kg, 2 %)', '≥ 99 %', percent(metrics.within), metrics.within >= 0.99],
    [
      'W1 station-days within 0.5 %',
      'all',
      `worst ${percent(Math.max(...days))}, p95 ${percent(quantile(days, 0.95))}`,
      Math.max(...days) <= 0.005,
    ],
    ['W1 signed bias', '≤ 0.2 %', percent(metrics.bias), Math.abs(metrics.bias) <= 0.002],
    [
      'W2 confidently wrong',
      '≤ 0.1 %',
      `${percent(metrics.confidentlyWrong)} (all noise: ${percent(wrong)})`,
      metrics.confidentlyWrong <= 0.001,
    ],
    [
      `W2 in ${NEVER_WRONG.join(', ')}`,
      '0',
      String(neverWrong.filter(isConfidentlyWrong).length),
      !neverWrong.some(isConfidentlyWrong),
    ],
    ['W3 needlessly uncertain, worst clean family', '≤ 2 %', percent(uncertain('clean')), uncertain('clean') <= 0.02],
    [
      'W3 needlessly uncertain, worst adversarial family',
      '≤ 15 %',
      percent(uncertain('adversarial')),
      uncertain('adversarial') <= 0.15,
    ],
    [
      'W3 with a reason',
      'all',
      String(explained.filter(({ reason }) => reason === null).length === 0),
      explained.every(({ reason }) => reason !== null),
    ],
    ['W4 conservation residual', '0 g', `${residualGrams} g`, residualGrams === 0],
    ['CPU per sample-minute', '≤ 1 ms', `${cpuMsPerSampleMinute.toFixed(2)} ms`, cpuMsPerSampleMinute <= 1],
  ];
  return table(
    ['goal', 'figure', 'reached', ''],
    rows.map(([goal, figure, reached, isMet]) => [goal, figure, reached, isMet ? 'met' : '**missed**']),
  );
}

const NEVER_WRONG = ['static-load', 're-tare', 'reboot', 'emptied', 'dead-cell'];

function shortfallsOf(sessions: readonly Session[]): string[] {
  const lines = NOISES.flatMap((noise) =>
    (['clean', 'adversarial'] as const).flatMap((temper) =>
      byFamily(
        sessions.filter(({ story }) => story.noise === noise),
        temper,
      ).flatMap(([family, metrics]) =>
        shortfall(metrics, temper).map((text) => `- ${family}, ${noise} noise: ${text}`),
      ),
    ),
  );
  return lines.length > 0 ? lines : ['Nowhere on this range.'];
}

function shortfall(metrics: Metrics, temper: 'clean' | 'adversarial'): string[] {
  return [
    metrics.confidentlyWrong > 0.001 ? `confidently wrong ${percent(metrics.confidentlyWrong)}` : '',
    metrics.needlesslyUncertain > (temper === 'clean' ? 0.02 : 0.15)
      ? `needlessly uncertain ${percent(metrics.needlesslyUncertain)}`
      : '',
    metrics.p95 > 200 ? `p95 ${kg(metrics.p95)} kg` : '',
  ].filter((text) => text !== '');
}

function byFamily(sessions: readonly Session[], temper: string): [string, Metrics][] {
  const families = FAMILIES.filter((family) => family.temper === temper).map(({ name }) => name);
  const all = grouped(sessions, ({ story }) => story.family);
  return families.map((family) => [family, metricsOf(all.get(family) ?? [])]);
}

function familiesOf(noise: NoiseClass, sessions: readonly Session[]): string[] {
  const own = sessions.filter(({ story }) => story.noise === noise);
  const { sigmaGrams, resolutionGrams } = NOISE_CLASSES[noise];
  const days = stationDayErrors(own).map(Math.abs);
  const rows = [
    ...byFamily(own, 'clean'),
    ...byFamily(own, 'adversarial'),
    ['**all**', metricsOf(own)] as [string, Metrics],
  ];
  return [
    `## By family, ${noise} noise (σ ${sigmaGrams} g, resolution ${resolutionGrams} g)`,
    '',
    ...table(
      [
        'family',
        'sessions',
        'p50',
        'p95',
        'max',
        'within',
        'confidently wrong',
        'needlessly uncertain',
        'not sure',
        'bias',
      ],
      rows.map(([family, it]) => [
        family,
        ...[it.sessions, kg(it.p50), kg(it.p95), kg(it.max), percent(it.within), percent(it.confidentlyWrong)],
        ...[percent(it.needlesslyUncertain), percent(it.uncertain), percent(it.bias)],
      ]),
    ),
    '',
    `Station-days: mean error ${percent(days.reduce((sum, day) => sum + day, 0) / days.length)}, worst ${percent(Math.max(...days))}.`,
    '',
  ];
}

function confusionOf(sessions: readonly Session[]): string[] {
  return table(
    ['expected', ...BECAME],
    EXPECTATIONS.map((expected) => [
      expected,
      ...BECAME.map(
        (became) => sessions.filter((session) => session.expected === expected && session.became === became).length,
      ),
    ]),
  );
}

/** @returns the sessions that are sure and worst, worst first. */
export function worstOf(sessions: readonly Session[], count: number): Session[] {
  return sessions
    .filter((session) => isSure(session) && session.expected !== 'emptying')
    .sort((one, other) => Math.abs(errorOf(other)) - Math.abs(errorOf(one)))
    .slice(0, count);
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

export function kg(grams: number): string {
  return Number.isNaN(grams) ? '–' : (grams / 1_000).toFixed(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
