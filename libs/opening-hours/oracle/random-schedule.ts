import fc from 'fast-check';
import { shift } from './almanac';
import { type Phrase, days, seasons } from './phrases';
import type { SlowClosure, SlowRule, SlowSchedule, Span, State } from './slow-schedule';

const DAY = 1440;

const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

interface WrittenSpan {
  span: Span;
  text: string;
}

/** Half of them begin where clocks change; the end is written as 26:00 or as 02:00. */
const span = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 4, max: 13 })),
    fc.oneof(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 1, max: 6 })),
    fc.boolean(),
  )
  .map(([start, length, wraps]): WrittenSpan => {
    const [from, to] = [start * 15, (start + length) * 15];
    const shown = to > DAY && to - DAY <= from && wraps ? to - DAY : to;
    return { span: [from, to], text: `${clockTime(from)}-${clockTime(shown)}` };
  });

const times: fc.Arbitrary<WrittenSpan[]> = fc.oneof(
  { weight: 6, arbitrary: fc.array(span, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constant<WrittenSpan[]>([{ span: [0, DAY], text: '' }]) },
);

/** How a state is written behind times, or alone for the whole day. */
const modifier: fc.Arbitrary<{ state: State; text: string }> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ state: 'open' as const, text: '' }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      { state: 'open' as const, text: 'open "med vakt"' },
      { state: 'closed' as const, text: 'off' },
      { state: 'closed' as const, text: 'closed "dugnad"' },
      { state: 'unknown' as const, text: 'unknown' },
      { state: 'unknown' as const, text: '"ring; først"' },
    ),
  },
);

const when: fc.Arbitrary<Phrase[]> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(days) },
  { weight: 2, arbitrary: fc.tuple(seasons) },
  { weight: 3, arbitrary: fc.tuple(seasons, days).filter(([season, day]) => !readsAsRange(season, day)) },
);

/** `Dec 24 Mo` is two selectors; `Dec Mo[1],Tu` as well, but easter and dates don't go before a nth weekday of theirs. */
function readsAsRange(season: Phrase, day: Phrase): boolean {
  return /^[A-Z][a-z]$/.test(season.text.slice(-2)) && day.text.includes('[');
}

const rule: fc.Arbitrary<SlowRule> = fc
  .record({
    separator: fc.constantFrom('; ' as const, ', ' as const, ' || ' as const),
    when,
    times,
    modifier,
  })
  .map(({ separator, when: phrases, times: chosen, modifier: { state, text } }) => {
    const written = chosen.map((one) => one.text).join(',') || (text === '' ? '00:00-24:00' : '');
    return {
      separator,
      when: phrases,
      spans: chosen.map((one) => one.span),
      state,
      text: [...phrases.map((phrase) => phrase.text), written, text].filter((part) => part !== '').join(' '),
    };
  });

/** The first rule is an ordinary one, and none closes as a part of a fallback. */
const rulesUpTo = (maxLength: number): fc.Arbitrary<SlowRule[]> =>
  fc.array(rule, { minLength: 1, maxLength }).map((all) => {
    const hasFallback = all.some(({ separator }) => separator === ' || ');
    return all.map((one, index): SlowRule => {
      const mayStay = one.separator !== ', ' || one.state !== 'closed' || !hasFallback;
      return index > 0 && mayStay ? one : { ...one, separator: '; ' };
    });
  });

const date = fc.integer({ min: 0, max: 729 }).map((day) => shift('2026-01-01', day));

const closure: fc.Arbitrary<SlowClosure> = fc
  .record({
    date,
    minute: fc.integer({ min: 0, max: DAY - 1 }),
    minutes: fc.integer({ min: 1, max: 20 * DAY }),
    appliesTo: fc.constantFrom('residents' as const, 'everyone' as const),
    container: fc.boolean(),
  })
  .map(({ date: first, minute, minutes, appliesTo, container }) => {
    const from = Date.parse(`${first}T00:00Z`) + minute * 60_000;
    return { from, until: from + minutes * 60_000, appliesTo, container };
  });

/** Schedules over 2026 and 2027 with everything that the syntax and the layers have. */
export const randomSchedule: fc.Arbitrary<SlowSchedule> = fc.record({
  timeZone: fc.constantFrom('Europe/Oslo', 'Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  versions: fc
    .tuple(
      rulesUpTo(7),
      fc.uniqueArray(fc.record({ validFrom: date, rules: rulesUpTo(7) }), {
        minLength: 2,
        maxLength: 4,
        selector: (one) => one.validFrom,
      }),
    )
    .map(([first, others]) => [{ validFrom: '2025-11-01', rules: first }, ...inOrder(others)]),
  exceptions: fc.uniqueArray(fc.record({ date, rules: rulesUpTo(3) }), { maxLength: 8, selector: (one) => one.date }),
  closures: fc.array(closure, { maxLength: 4 }),
  container: fc.option(rulesUpTo(3), { freq: 3 }),
  audience: fc.constantFrom('residents' as const, 'staff' as const),
});

function inOrder(versions: SlowSchedule['versions']): SlowSchedule['versions'] {
  return [...versions].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

/** One schedule by its seed, always the same. */
export function scheduleOfSeed(seed: number): SlowSchedule {
  const [schedule] = fc.sample(fc.noBias(randomSchedule), { seed, numRuns: 1 });
  if (!schedule) throw new Error(`No schedule of seed ${seed}`);
  return schedule;
}
