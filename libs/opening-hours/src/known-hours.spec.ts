import { describe, expect, it } from '@jest/globals';
import known from './fixtures/known-hours.json';
import {
  HoursSyntaxError,
  compileSchedule,
  holidaysOfNorway,
  intervals,
  parseOpeningHours,
  printOpeningHours,
  startOfLocalDate,
  stateAt,
  type CompiledSchedule,
  type Holiday,
} from './index';

interface Known {
  id: string;
  expressions: string[];
  tolerated: string[];
  timeZone: string;
  from: string;
  to: string;
  expected: string[][];
  holidays?: string[];
}

const cases: Known[] = known.cases;

/** Sun times and open ends: nobody at a closed door could have known. Refused with position and reason. */
const REFUSED_BY_DESIGN = ['no-sun-2', 'oh-4622'];

/** The other engine drops a span that lies wholly in the hour skipped in spring; Temporal moves it by that hour. */
const ANSWERED_BY_TEMPORAL: Record<string, string[][]> = {
  'no-dst-9': [['2026-03-29T01:00Z', '2026-03-29T01:30Z']],
};

/** The other engine warns that these dates are past; here nothing knows the time. */
const ONLY_LONG_AGO = ['2012 Jan 23-31 00:00-24:00; 2012 Feb 01-12 00:00-24:00'];

function compile(expression: string, { timeZone, holidays }: Known): CompiledSchedule {
  const schedule = {
    timeZone,
    versions: [{ validFrom: '1900-01-01', hours: expression }],
    exceptions: [],
    closures: [],
  };
  const injected = (year: number): Holiday[] =>
    (holidays ?? []).filter((date) => date.startsWith(`${year}-`)).map((date) => ({ date, nb: date, en: date }));
  return compileSchedule(schedule, holidays ? injected : holidaysOfNorway);
}

function instantsOf(pairs: string[][]): { start: Date; end: Date }[] {
  return pairs.map(([start = '', end = '']) => ({ start: new Date(start), end: new Date(end) }));
}

/** The known answers start anew where the comment changes. */
function joined(pairs: string[][]): string[][] {
  return pairs.reduce<string[][]>((all, [start = '', end = '']) => {
    const last = all.at(-1);
    return last?.[1] === start ? [...all.slice(0, -1), [last[0] ?? '', end]] : [...all, [start, end]];
  }, []);
}

function rangeOf({ from, to, timeZone }: Known): [Date, Date] {
  const at = (local: string) => {
    const [date = '', time = '00:00'] = local.split('T');
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return new Date(startOfLocalDate(date, timeZone).getTime() + (hours * 60 + minutes) * 60_000);
  };
  return [at(from), at(to)];
}

function expectAsKnown(expression: string, fact: Known): void {
  const [from, to] = rangeOf(fact);
  const schedule = compile(expression, fact);
  const expected = ANSWERED_BY_TEMPORAL[fact.id] ?? fact.expected;
  expect(intervals(schedule, from, to)).toEqual(
    instantsOf(joined(expected.filter(([, , state]) => state !== 'unknown'))),
  );
  expect(unknownTimes(schedule, from, to)).toEqual(
    instantsOf(joined(expected.filter(([, , state]) => state === 'unknown'))),
  );
}

/** From change to change. */
function unknownTimes(schedule: CompiledSchedule, from: Date, to: Date): { start: Date; end: Date }[] {
  const unknown: { start: Date; end: Date }[] = [];
  for (let start = from; start < to;) {
    const { state, until } = stateAt(schedule, start);
    const end = until && until < to ? until : to;
    if (state === 'unknown') unknown.push({ start, end });
    start = end;
  }
  return unknown;
}

const expressions = cases
  .filter(({ id }) => !REFUSED_BY_DESIGN.includes(id))
  .flatMap((fact) => fact.expressions.map((expression): [string, string, Known] => [fact.id, expression, fact]));
const tolerated = cases.flatMap((fact) => fact.tolerated.map((text): [string, string, Known] => [fact.id, text, fact]));

describe('hours with known answers', () => {
  it.each(expressions)('%s %s', (_id, expression, fact) => expectAsKnown(expression, fact));

  it.each(expressions)('%s %s means the same when printed', (_id, expression, fact) => {
    const hours = parseOpeningHours(expression);
    const printed = printOpeningHours(hours);
    expect(parseOpeningHours(printed).rules).toEqual(hours.rules);
    expect(parseOpeningHours(printed).warnings.length).toBeLessThanOrEqual(hours.warnings.length);
    expect(printOpeningHours(parseOpeningHours(printed))).toBe(printed);
    expectAsKnown(printed, fact);
  });
});

describe('unusual spellings are read with a warning to the same answer, or refused', () => {
  it.each(tolerated)('%s %s', (_id, text, fact) => {
    const hours = readOrNull(text);
    if (!hours) return expect(() => parseOpeningHours(text)).toThrow(HoursSyntaxError);
    expectAsKnown(text, fact);
    return expect([text, hours.warnings.length > 0]).toEqual([text, !ONLY_LONG_AGO.includes(text)]);
  });
});

function readOrNull(text: string): ReturnType<typeof parseOpeningHours> | null {
  try {
    return parseOpeningHours(text);
  } catch {
    return null;
  }
}

describe('hours that must be refused', () => {
  const byDesign = cases.filter(({ id }) => REFUSED_BY_DESIGN.includes(id)).flatMap(({ expressions }) => expressions);

  it.each([...known.rejected, ...byDesign])('%j', (expression) => {
    expect(() => parseOpeningHours(expression)).toThrow(HoursSyntaxError);
  });
});
