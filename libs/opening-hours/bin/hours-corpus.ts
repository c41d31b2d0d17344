import { compareDays } from '../oracle/compare-days';
import { scheduleOfSeed } from '../oracle/random-schedule';

const SCHEDULES = 50;
const FIRST_DAY = '2026-01-01';
const DAYS = 730;

/**
 * Two years minute by minute × 50 schedules against the slow evaluation; ends with 1 on any difference.
 * After a build: `node dist/libs/opening-hours/bin/hours-corpus.js [seed] [schedules]`. The same seed gives the same schedules.
 */
function run(seed: number, schedules: number): void {
  console.log(`Opening hours: ${DAYS} days minute by minute × ${schedules} schedules, seed ${seed}`);
  let minutes = 0;
  let wrong = 0;
  for (let index = 0; index < schedules; index += 1) {
    const schedule = scheduleOfSeed(seed + index);
    const comparison = compareDays(schedule, FIRST_DAY, DAYS);
    minutes += comparison.minutes;
    wrong += comparison.differences.length > 0 ? 1 : 0;
    console.log(
      `${index + 1}/${schedules} seed ${seed + index}, ${schedule.timeZone}: ${verdict(comparison.differences)}`,
    );
  }
  console.log(`${minutes} minutes, ${wrong} of ${schedules} schedules with differences`);
  process.exitCode = wrong > 0 ? 1 : 0;
}

function verdict(differences: string[]): string {
  return differences.length === 0 ? '0 differences' : ['differs', ...differences].join('\n  ');
}

function whole(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`Not a whole number: ${text}`);
  return value;
}

run(whole(process.argv[2], Date.now() % 1_000_000), whole(process.argv[3], SCHEDULES));
