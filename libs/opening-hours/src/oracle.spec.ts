import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileSchedule, intervals, stateAt, type Schedule } from './index';

/**
 * The definitions once more, slowly: every minute is decided by itself, with wall clocks read from Intl.
 * Nothing of the library is used but what is compared.
 */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** As published; not computed here. */
const HOLIDAYS = new Set(
  (
    '2026-01-01 2026-04-02 2026-04-03 2026-04-05 2026-04-06 2026-05-01 2026-05-14 2026-05-17 2026-05-24 2026-05-25 ' +
    '2026-12-25 2026-12-26 2027-01-01 2027-03-25 2027-03-26 2027-03-28 2027-03-29 2027-05-01 2027-05-06 2027-05-16 ' +
    '2027-05-17 2027-12-25 2027-12-26'
  ).split(' '),
);

/** The days around each change of the clock (Lord Howe's is half an hour), Easter, Christmas and New Year. */
const WINDOWS = [
  ['Europe/Oslo', '2026-03-28'],
  ['Europe/Oslo', '2026-10-24'],
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Europe/Oslo', '2026-04-04'],
  ['Europe/Oslo', '2026-12-24'],
  ['Europe/Oslo', '2026-12-31'],
] as const;
const DAYS_PER_WINDOW = 3;

interface SlowRule {
  /** Replaces the day, adds to it, closes the day, closes the spans. */
  kind: 'set' | 'add' | 'off' | 'cut';
  /** 0 = Sunday, as Date has it; or public holidays. */
  on: number[] | 'PH';
  months: [number, number] | null;
  spans: [number, number][];
}

interface SlowSchedule {
  timeZone: string;
  versions: { validFrom: string; rules: SlowRule[] }[];
  exceptions: { date: string; spans: [number, number][] }[];
  closures: { from: number; until: number }[];
  container: SlowRule[] | null;
}

const NAMES = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows, as if it were UTC. */
function wallClock(instant: number, timeZone: string): number {
  const formatter =
    formatters.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formatters.set(timeZone, formatter);
  return Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`);
}

const instants = new Map<string, number>();

/** The first instant that shows the time; a skipped time is read with the offset before the change. */
function instantOf(date: string, minutes: number, timeZone: string): number {
  const key = `${date} ${minutes} ${timeZone}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE;
  const offsets = [wall - DAY, wall + DAY].map((near) => wallClock(near, timeZone) - near);
  const readings = offsets.map((offset) => wall - offset);
  const showing = readings.filter((reading) => wallClock(reading, timeZone) === wall);
  const instant = showing.length > 0 ? Math.min(...showing) : (readings[0] ?? NaN);
  instants.set(key, instant);
  return instant;
}

function speaksOf({ on, months }: SlowRule, date: string): boolean {
  const [month, weekday] = [Number(date.slice(5, 7)), new Date(`${date}T00:00:00Z`).getUTCDay()];
  const inMonths =
    !months ||
    (months[0] <= months[1] ? month >= months[0] && month <= months[1] : month >= months[0] || month <= months[1]);
  return inMonths && (on === 'PH' ? HOLIDAYS.has(date) : on.includes(weekday));
}

function covers(spans: [number, number][], date: string, instant: number, timeZone: string): boolean {
  return spans.some(
    ([start, end]) => instant >= instantOf(date, start, timeZone) && instant < instantOf(date, end, timeZone),
  );
}

function openByRules(
  rules: SlowRule[],
  date: string,
  instant: number,
  timeZone: string,
  nightBefore: boolean,
): boolean {
  const yesterday = shiftDate(date, -1);
  let open = false;
  for (const rule of rules) {
    if (speaksOf(rule, date) && (rule.kind === 'off' || rule.kind === 'set')) open = false;
    if (rule.kind === 'off') continue;
    const tonight = speaksOf(rule, date) && covers(rule.spans, date, instant, timeZone);
    const lastNight = nightBefore && speaksOf(rule, yesterday) && covers(rule.spans, yesterday, instant, timeZone);
    if (tonight || lastNight) open = rule.kind !== 'cut';
  }
  return open;
}

function isOpen(schedule: SlowSchedule, date: string, instant: number): boolean {
  const { timeZone, versions, exceptions, closures, container } = schedule;
  if (closures.some(({ from, until }) => instant >= from && instant < until)) return false;
  if (container && !openByRules(container, date, instant, timeZone, true)) return false;
  const exception = exceptions.find((one) => one.date === date);
  if (exception) return covers(exception.spans, date, instant, timeZone);
  const yesterday = shiftDate(date, -1);
  const before = exceptions.find((one) => one.date === yesterday);
  if (before && covers(before.spans, yesterday, instant, timeZone)) return true;
  const version = versions
    .filter(({ validFrom }) => validFrom <= date)
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
  return version ? openByRules(version.rules, date, instant, timeZone, !before && version.validFrom < date) : false;
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const writeSpans = (spans: [number, number][]): string =>
  spans.map(([start, end]) => `${clock(start)}-${clock(end)}`).join(',');

function writeRules(rules: SlowRule[]): string {
  return rules
    .map(({ kind, on, months, spans }, index) => {
      const when = on === 'PH' ? 'PH' : on.map((day) => NAMES[day]).join(',');
      const season = months ? `${MONTH_NAMES[months[0] - 1]}-${MONTH_NAMES[months[1] - 1]} ` : '';
      const separator = index === 0 ? '' : kind === 'add' ? ', ' : '; ';
      return `${separator}${season}${when} ${kind === 'off' ? 'off' : writeSpans(spans)}${kind === 'cut' ? ' off' : ''}`;
    })
    .join('');
}

function writeSchedule({ timeZone, versions, exceptions, closures }: SlowSchedule): Schedule {
  return {
    timeZone,
    versions: versions.map(({ validFrom, rules }) => ({ validFrom, hours: writeRules(rules) })),
    exceptions: exceptions.map(({ date, spans }) => ({ date, hours: spans.length > 0 ? writeSpans(spans) : 'off' })),
    closures: closures.map(({ from, until }, index) => ({
      id: `${index}`,
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
      containers: null,
      appliesTo: 'everyone',
      reason: { nb: 'Stengt', en: 'Closed' },
    })),
  };
}

/** Quarters of an hour; every other one begins where clocks change. */
const span = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 4, max: 13 })),
    fc.oneof(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 1, max: 6 })),
  )
  .map(([start, length]): [number, number] => [start * 15, Math.min(2880, (start + length) * 15)]);
const spans = fc.array(span, { minLength: 1, maxLength: 3 });
const rule: fc.Arbitrary<SlowRule> = fc.record({
  kind: fc.constantFrom('set', 'set', 'add', 'off', 'cut'),
  on: fc.oneof(
    { weight: 4, arbitrary: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 7 }) },
    { weight: 1, arbitrary: fc.constant('PH' as const) },
  ),
  months: fc.option(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })), { freq: 3 }),
  spans,
});
const rules = fc.array(rule, { minLength: 1, maxLength: 4 });

function scheduleAround(timeZone: string, window: string): fc.Arbitrary<SlowSchedule> {
  const date = fc.integer({ min: -1, max: DAYS_PER_WINDOW }).map((days) => shiftDate(window, days));
  const from = fc
    .integer({ min: 0, max: DAYS_PER_WINDOW * 1440 })
    .map((m) => Date.parse(`${window}T00:00:00Z`) + m * MINUTE);
  return fc.record({
    timeZone: fc.constant(timeZone),
    versions: fc.tuple(rules, date, rules).map(([first, second, then]) => [
      { validFrom: '2025-01-01', rules: first },
      { validFrom: second, rules: then },
    ]),
    exceptions: fc.uniqueArray(fc.record({ date, spans: fc.array(span, { maxLength: 2 }) }), {
      maxLength: 2,
      selector: (one) => one.date,
    }),
    closures: fc.array(
      fc
        .tuple(from, fc.integer({ min: 1, max: 900 }))
        .map(([start, minutes]) => ({ from: start, until: start + minutes * MINUTE })),
      { maxLength: 2 },
    ),
    container: fc.option(rules, { freq: 3 }),
  });
}

function openMinutes(schedule: SlowSchedule, window: string): Map<number, boolean> {
  const minutes = new Map<number, boolean>();
  for (let day = 0; day < DAYS_PER_WINDOW; day += 1) {
    const date = shiftDate(window, day);
    const end = instantOf(shiftDate(date, 1), 0, schedule.timeZone);
    for (let at = instantOf(date, 0, schedule.timeZone); at < end; at += MINUTE)
      minutes.set(at, isOpen(schedule, date, at));
  }
  return minutes;
}

describe('minute by minute against a slow evaluation', () => {
  it.each(WINDOWS)('%s: %s and the days after', (timeZone, window) => {
    fc.assert(
      fc.property(scheduleAround(timeZone, window), (schedule) => {
        const compiled = compileSchedule(writeSchedule(schedule));
        const scope = schedule.container ? { containerId: 'a', containerHours: writeRules(schedule.container) } : {};
        const slow = openMinutes(schedule, window);
        const first = Math.min(...slow.keys());
        const last = Math.max(...slow.keys());
        const open = new Set<number>();
        for (const { start, end } of intervals(compiled, new Date(first), new Date(last + MINUTE), scope)) {
          for (let at = start.getTime(); at < end.getTime(); at += MINUTE) open.add(at);
        }
        expect([...open]).toEqual([...slow].filter(([, isOpenThen]) => isOpenThen).map(([at]) => at));
        expectChanges(slow, (at) => stateAt(compiled, new Date(at), scope));
      }),
      { numRuns: 10 },
    );
  });
});

/** At every 97th minute: the state, and where it changes next inside the window. */
function expectChanges(slow: Map<number, boolean>, ask: (at: number) => ReturnType<typeof stateAt>): void {
  const minutes = [...slow.keys()];
  for (let index = 0; index < minutes.length; index += 97) {
    const at = minutes[index] ?? 0;
    const answer = ask(at);
    const later = minutes.slice(index);
    expect(answer.state === 'open').toBe(slow.get(at));
    const change = later.find((minute) => slow.get(minute) !== slow.get(at));
    if (change !== undefined) expect(answer.until).toEqual(new Date(change));
    const closes = later.find((minute) => !slow.get(minute));
    const opens = later.find((minute) => closes !== undefined && minute > closes && slow.get(minute));
    if (opens !== undefined) expect(answer.nextOpening).toEqual(new Date(opens));
  }
}
