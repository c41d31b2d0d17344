import { describe, expect, it } from '@jest/globals';
import { asSchedule, compareDays, textOf } from '../oracle/compare-days';
import { scheduleOfSeed } from '../oracle/random-schedule';

/** Every difference is shown with its seed and schedule. */
const SEEDS = [20_261_121, 20_270_329];

/** Days around changes of the clock, Easter and New Year in all zones of the generator. */
const TURNS = ['2026-03-06', '2026-03-27', '2026-10-02', '2026-10-23', '2026-12-22', '2027-03-26'];

describe('minute by minute against the slow evaluation', () => {
  it.each(SEEDS)('two years, seed %i', (seed) => {
    const schedule = scheduleOfSeed(seed);
    expect({ ...compareDays(schedule, '2026-01-01', 730), ...said(seed) }).toEqual({
      minutes: 1_051_200,
      differences: [],
      ...said(seed),
    });
  });

  it.each(TURNS)('twelve days from %s, six schedules', (from) => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const { differences } = compareDays(scheduleOfSeed(seed), from, 12);
      expect({ differences, ...said(seed) }).toEqual({ differences: [], ...said(seed) });
    }
  });
});

/** What a failure has to show. */
function said(seed: number): object {
  const schedule = scheduleOfSeed(seed);
  return { seed, schedule: asSchedule(schedule), container: schedule.container && textOf(schedule.container) };
}
