import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { compileSchedule, intervals, stateAt, type CompiledSchedule } from './index';

interface Question {
  hours: string;
  from: string;
  to: string;
}

/** Open and unknown times, [start, end] as ISO instants. */
interface Times {
  open: string[][];
  unknown: string[][];
}

/** npm `opening_hours` reads the zone of its process, so it gets one of its own. It wants the place as text. */
const SCRIPT = `
  const OpeningHours = require('opening_hours');
  const oslo = { lat: '59.9375', lon: '10.8665', address: { country_code: 'no', state: 'Oslo' } };
  const questions = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const times = (found, unknown) => found.filter((one) => one[2] === unknown).map(([start, end]) => [start, end]);
  console.log(JSON.stringify(questions.map(({ hours, from, to }) => {
    const found = new OpeningHours(hours, oslo).getOpenIntervals(new Date(from), new Date(to));
    return { open: times(found, false), unknown: times(found, true) };
  })));
`;

function theirs(questions: Question[]): Times[] {
  const output = execFileSync(process.execPath, ['-e', SCRIPT], {
    cwd: __dirname,
    env: { TZ: 'Europe/Oslo' },
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const answers = JSON.parse(output) as Times[];
  return answers.map(({ open, unknown }) => ({ open: joined(open), unknown: joined(unknown) }));
}

function ours({ hours, from, to }: Question): Times {
  const versions = [{ validFrom: '2020-01-01', hours }];
  const schedule = compileSchedule({ timeZone: 'Europe/Oslo', versions, exceptions: [], closures: [] });
  const open = intervals(schedule, new Date(from), new Date(to)).map(({ start, end }) => [start, end]);
  return { open: open.map((times) => times.map((at) => at.toISOString())), unknown: unknownTimes(schedule, from, to) };
}

function unknownTimes(schedule: CompiledSchedule, from: string, to: string): string[][] {
  const unknown: string[][] = [];
  for (let at = new Date(from); at < new Date(to);) {
    const { state, until } = stateAt(schedule, at);
    const end = until && until < new Date(to) ? until : new Date(to);
    if (state === 'unknown') unknown.push([at.toISOString(), end.toISOString()]);
    at = end;
  }
  return unknown;
}

/** They begin anew where a comment changes. */
function joined(times: string[][]): string[][] {
  return times.reduce<string[][]>((all, [start = '', end = '']) => {
    const last = all.at(-1);
    return last?.[1] === start ? [...all.slice(0, -1), [last[0] ?? '', end]] : [...all, [start, end]];
  }, []);
}

/** A part of a fallback that closes is refused here; one that passes midnight is below. */
const FALLBACK_APART = /\|\|.*(, .* off| (22:00|18:00|23:00)-)/;

const season = fc.constantFrom(
  ...['', '', '', 'Jan-Mar ', 'Nov-Feb ', 'Jun ', 'Dec 20-Jan 10 ', 'Jul 10-20 ', 'Jan 01-31/8 ', 'Dec 24,Dec 31 '],
  ...[
    'week 10-40/3 ',
    'week 53 ',
    'week 02,04 ',
    '2026 ',
    '2026-2028/2 ',
    '2026 Dec 24-2027 Jan 02 ',
    'Mar Su[-1]-Oct 05 ',
  ],
);
const on = fc.constantFrom(
  ...['Mo-Fr', 'Sa,Su', 'Fr-Mo', 'We', 'Mo,We,Fr', 'PH', 'Sa,PH', 'PH,Mo-We', 'PH -1 day', 'PH +1 day', 'PH Mo-Fr'],
  ...['Mo[1]', 'Th[-1]', 'Mo-Su'],
);
const daytime = fc.constantFrom('10:00-12:00', '08:00-12:00,14:00-18:00', '00:00-24:00', '11:15-16:45', '06:00-24:00');
const night = fc.constantFrom('22:00-02:00', '22:00-26:00', '18:00-06:00', '23:00-09:00,12:00-14:00');
const state = fc.constantFrom('', '', '', ' off', ' unknown', ' open "med vakt"', ' "ring først"', ' off "dugnad"');
const expression = fc
  .tuple(
    fc.tuple(season, on, fc.oneof(daytime, night), state).map((parts) => ['', ...parts]),
    fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom('; ', ', '), season, on, fc.oneof(daytime, night), state),
        fc.tuple(fc.constant(' || '), season, on, daytime, state),
      ),
      { maxLength: 3 },
    ),
  )
  .map(([first, others]) =>
    [first, ...others]
      .map(([separator, when, days, times, what]) => `${separator}${when}${days} ${times}${what}`)
      .join(''),
  )
  .filter((hours) => !FALLBACK_APART.test(hours));

describe('the same answers as npm opening_hours', () => {
  it('for random hours, from one summer time to the next', () => {
    const seed = 20_261_121;
    const questions = fc
      .sample(expression, { seed, numRuns: 200 })
      .map((hours): Question => ({ hours, from: '2026-04-06T00:00:00+02:00', to: '2027-02-26T00:00:00+01:00' }));
    const answers = theirs(questions);
    const differing = questions.filter(
      (question, index) => JSON.stringify(ours(question)) !== JSON.stringify(answers[index]),
    );
    expect({ seed, differing }).toEqual({ seed, differing: [] });
  });
});

/** Where the other engine departs from the definitions or from Temporal; all that is known, and each still so. */
const DIFFERENCES: [why: string, question: Question, theirs: string[][], ours: string[][]][] = [
  [
    'a span that lies wholly in the hour skipped in spring is an hour later, not dropped',
    { hours: 'Mo-Su 02:00-02:30', from: '2026-03-29T00:00:00+01:00', to: '2026-03-30T00:00:00+02:00' },
    [],
    [['2026-03-29T01:00', '2026-03-29T01:30']],
  ],
  [
    'the night after the change in spring has no hole after midnight',
    { hours: 'Su 22:00-02:00', from: '2026-03-29T12:00:00+02:00', to: '2026-03-30T12:00:00+02:00' },
    [
      ['2026-03-29T20:00', '2026-03-29T22:00'],
      ['2026-03-29T23:00', '2026-03-30T00:00'],
    ],
    [['2026-03-29T20:00', '2026-03-30T00:00']],
  ],
  [
    'a fallback fills only what is closed, after midnight too',
    {
      hours: 'Sa 19:00-14:00 unknown || Sa,Su 20:00-03:00',
      from: '2026-11-21T00:00:00+01:00',
      to: '2026-11-22T20:00:00+01:00',
    },
    [['2026-11-21T23:00', '2026-11-22T02:00']],
    [],
  ],
  [
    'PH -1 day,Su are the days before holidays and the Sundays, not only the Sundays before holidays',
    { hours: 'PH -1 day,Su 10:00-12:00', from: '2026-12-24T00:00:00+01:00', to: '2026-12-28T00:00:00+01:00' },
    [],
    [
      ['2026-12-24T09:00', '2026-12-24T11:00'],
      ['2026-12-25T09:00', '2026-12-25T11:00'],
      ['2026-12-27T09:00', '2026-12-27T11:00'],
    ],
  ],
  [
    'the day before the first Sunday may be in the month before or in the same',
    { hours: 'Jan Su[1] -1 day 10:00-12:00', from: '2026-01-01T00:00:00+01:00', to: '2026-02-01T00:00:00+01:00' },
    [['2026-01-31T09:00', '2026-01-31T11:00']],
    [
      ['2026-01-03T09:00', '2026-01-03T11:00'],
      ['2026-01-31T09:00', '2026-01-31T11:00'],
    ],
  ],
  [
    'the day after a fifth Tuesday may be in the next month',
    { hours: 'Tu[5] +1 day 10:00-12:00', from: '2026-03-30T00:00:00+02:00', to: '2026-04-03T00:00:00+02:00' },
    [],
    [['2026-04-01T08:00', '2026-04-01T10:00']],
  ],
];

describe('other answers than npm opening_hours', () => {
  const answers = theirs(DIFFERENCES.map(([, question]) => question));
  const known = (times: string[][]) => times.map((pair) => pair.map((at) => `${at}:00.000Z`));

  it.each(DIFFERENCES.map((difference, index) => [...difference, index] as const))(
    '%s',
    (_why, question, other, own, index) => {
      expect(answers[index]?.open).toEqual(known(other));
      expect(ours(question).open).toEqual(known(own));
    },
  );
});
