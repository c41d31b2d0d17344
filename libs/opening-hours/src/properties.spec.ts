import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asSchedule, asScope } from '../oracle/compare-days';
import { randomSchedule } from '../oracle/random-schedule';
import { compileSchedule, intervals, parseOpeningHours, printOpeningHours, stateAt } from './index';

const instant = fc.date({
  min: new Date('2026-02-01T00:00:00Z'),
  max: new Date('2027-12-01T00:00:00Z'),
  noInvalidDate: true,
});
const HOUR_MS = 3_600_000;

describe('for any schedule, zone and instant', () => {
  it('the state holds from since until until, and opens at the next opening', () => {
    fc.assert(
      fc.property(randomSchedule, fc.array(instant, { minLength: 3, maxLength: 3 }), (slow, instants) => {
        const schedule = compileSchedule(asSchedule(slow));
        const ask = (at: number) => stateAt(schedule, new Date(at), asScope(slow)).state;
        for (const at of instants) {
          const { state, since, until, nextOpening } = stateAt(schedule, at, asScope(slow));
          expect([since, at, until].filter((one) => one !== null)).toEqual(
            [since, at, until].filter((one) => one !== null).sort((a, b) => a.getTime() - b.getTime()),
          );
          if (since) expect([ask(since.getTime()), ask(since.getTime() - 1) === state]).toEqual([state, false]);
          if (until) expect([ask(until.getTime() - 1), ask(until.getTime()) === state]).toEqual([state, false]);
          if (nextOpening)
            expect([ask(nextOpening.getTime()), ask(nextOpening.getTime() - 1)]).toEqual([
              'open',
              expect.not.stringMatching('open'),
            ]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('the intervals are the open times, clipped, in order and apart', () => {
    fc.assert(
      fc.property(randomSchedule, instant, fc.integer({ min: 0, max: 1000 }), (slow, from, hours) => {
        const schedule = compileSchedule(asSchedule(slow));
        const to = new Date(from.getTime() + hours * HOUR_MS);
        const open = intervals(schedule, from, to, asScope(slow));
        const edges = open.flatMap(({ start, end }) => [start.getTime(), end.getTime()]);
        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        for (const { start, end } of open) {
          expect(stateAt(schedule, start, asScope(slow)).state).toBe('open');
          expect(end).toEqual(stateAt(schedule, start, asScope(slow)).until?.getTime() === end.getTime() ? end : to);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('printing the hours of any schedule', () => {
  it('gives canonical text that reads to the same rules', () => {
    fc.assert(
      fc.property(randomSchedule, (slow) => {
        for (const { hours } of asSchedule(slow).versions) {
          const { rules } = parseOpeningHours(hours);
          const printed = printOpeningHours({ rules, warnings: [] });
          expect(parseOpeningHours(printed).rules).toEqual(rules);
          expect(printOpeningHours(parseOpeningHours(printed))).toBe(printed);
        }
      }),
      { numRuns: 100 },
    );
  });
});
