import OpeningHours from 'opening_hours';
import { compileSchedule, stateAt } from '../src/index';

const GOAL = 200;
const HOURS = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';
const OSLO = { lat: '59.9375', lon: '10.8665', address: { country_code: 'no', state: 'Oslo' } };
const TURN_MS = 1_500;

/**
 * How many questions a second about Trosterud's hours, ours against npm `opening_hours`, in turns in one run.
 * After a build: `node dist/libs/opening-hours/bin/hours-bench.js`.
 */
function run(): void {
  const schedule = compileSchedule({
    timeZone: 'Europe/Oslo',
    versions: [{ validFrom: '2023-05-02', hours: HOURS }],
    exceptions: [],
    closures: [],
  });
  const other = new OpeningHours(HOURS, OSLO);
  compare('state', (at) => stateAt(schedule, at).state, (at) => other.getState(at));
  compare('next change', (at) => stateAt(schedule, at).until, (at) => other.getNextChange(at));
}

function compare(what: string, ours: (at: Date) => unknown, theirs: (at: Date) => unknown): void {
  const rates = [ours, theirs].map((ask) => Math.max(...[0, 1, 2].map(() => rateOf(ask))));
  const [our = 0, their = 1] = rates.map(Math.round);
  const ratio = our / their;
  console.log(`${what}: ${our}/s against ${their}/s = ${ratio.toFixed(0)} × (goal ${GOAL} ×)`);
  if (ratio < GOAL) process.exitCode = 1;
}

/** Questions a second, at instants spread over 2026 and 2027. */
function rateOf(ask: (at: Date) => unknown): number {
  const began = performance.now();
  let asked = 0;
  let minute = 0;
  while (performance.now() - began < TURN_MS) {
    for (let batch = 0; batch < 100; batch += 1) {
      minute = (minute + 7_919) % 1_051_200;
      ask(new Date(Date.UTC(2026, 0, 1) + minute * 60_000));
    }
    asked += 100;
  }
  return (asked * 1000) / (performance.now() - began);
}

run();
