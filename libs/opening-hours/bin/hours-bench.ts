import { spawnSync } from 'node:child_process';
import OpeningHours, { type nominatim_object } from 'opening_hours';
import { compileSchedule, stateAt } from '../src/index';

const GOAL = 200;
const ZONE = 'Europe/Oslo';
const HOURS = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';
/** The other library wants text, whatever its types say. */
const OSLO = { lat: '59.9375', lon: '10.8665', address: { country_code: 'no', state: 'Oslo' } };
const ROUNDS = 3;
const ROUND_MS = 1_500;

/** Ten thousand instants spread over 2026 and 2027. */
const INSTANTS = Array.from(
  { length: 10_000 },
  (_, index) => new Date(Date.UTC(2026, 0, 1) + ((index * 7_919_113) % 1_051_200) * 60_000),
);

/**
 * Questions a second about Trosterud's hours, ours and those of npm `opening_hours`, in turns in one run; ends with 1 below the goal.
 * After a build: `node dist/libs/opening-hours/bin/hours-bench.js`. Runs itself with the time zone that the other library needs.
 */
function run(): void {
  const schedule = compileSchedule({
    timeZone: ZONE,
    versions: [{ validFrom: '2023-05-02', hours: HOURS }],
    exceptions: [],
    closures: [],
  });
  const other = new OpeningHours(HOURS, OSLO as unknown as nominatim_object);
  compare(
    'state',
    (at) => stateAt(schedule, at).state === 'open',
    (at) => other.getState(at),
  );
  compare(
    'state and next change',
    (at) => stateAt(schedule, at).until?.getTime(),
    (at) => other.getNextChange(at)?.getTime(),
  );
}

function compare<Answer>(what: string, ours: (at: Date) => Answer, theirs: (at: Date) => Answer): void {
  const differing = INSTANTS.filter((at) => ours(at) !== theirs(at)).length;
  let [our, their] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    our = Math.max(our, rateOf(ours));
    their = Math.max(their, rateOf(theirs));
  }
  const ratio = our / their;
  const rates = `${Math.round(our)}/s against ${Math.round(their)}/s`;
  console.log(`${what}: ${rates} = ${ratio.toFixed(0)} × (goal ${GOAL} ×), ${differing} answers differ`);
  if (ratio < GOAL || differing > 0) process.exitCode = 1;
}

function rateOf(ask: (at: Date) => unknown): number {
  const began = performance.now();
  let asked = 0;
  for (; performance.now() - began < ROUND_MS; asked += 100) {
    for (let index = asked; index < asked + 100; index += 1) ask(INSTANTS[index % INSTANTS.length] ?? new Date(0));
  }
  return (asked * 1000) / (performance.now() - began);
}

if (Intl.DateTimeFormat().resolvedOptions().timeZone === ZONE) run();
else process.exitCode = spawnSync(process.execPath, [__filename], { env: { TZ: ZONE }, stdio: 'inherit' }).status ?? 1;
