import { parseArgs } from 'node:util';
import { ShownDropOffs, type Shown } from '../src/e2e/shown-drop-offs';

const GOAL_MS = 5_000;
const WARM_UP = 5;
/** The dashboard asks for its figures so long after news. */
const DASHBOARD_WAITS_MS = 1_000;
const STEPS: Record<keyof Shown, string> = {
  answeredMs: 'committed and answered',
  toldMs: 'told by the portal’s feed of events',
  countedMs: 'counted by the tonnage API',
};

/**
 * How soon a drop-off is on the operator's dashboard, from before its commit: p50, p99 and the longest; ends with 1 above the goal. After a
 * build: `node deploy/local/with-components.mjs libs/testing/bin/shown-bench.js [--drop-offs 200]`.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { 'drop-offs': { type: 'string', default: '200' } } });
  const { DATABASE_URL: databaseUrl = '', NATS_URL: natsUrl = '', MQTT_URL: mqttUrl = '' } = process.env;
  const dropOffs = await ShownDropOffs.start({ databaseUrl, natsUrl, mqttUrl });
  try {
    for (let index = 0; index < WARM_UP; index += 1) await dropOffs.enterAndSee();
    const seen: Shown[] = [];
    for (let index = 0; index < Number(values['drop-offs']); index += 1) seen.push(await dropOffs.enterAndSee());
    console.log(`${seen.length} drop-offs, one after the other; goal ${GOAL_MS} ms`);
    for (const step of Object.keys(STEPS) as (keyof Shown)[])
      report(
        STEPS[step],
        seen.map((each) => each[step]),
      );
    report(
      'asked for by the dashboard',
      seen.map(({ toldMs }) => toldMs + DASHBOARD_WAITS_MS),
    );
    const tooSoon = seen.filter(({ toldMs, countedMs }) => countedMs > toldMs + DASHBOARD_WAITS_MS).length;
    console.log(`not counted yet when the dashboard asks: ${tooSoon}`);
    if (tooSoon > 0) process.exitCode = 1;
  } finally {
    await dropOffs.stop();
  }
}

function report(step: string, unsortedMs: readonly number[]): void {
  const tookMs = unsortedMs.toSorted((one, other) => one - other);
  const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => tookMs[Math.ceil(tookMs.length * share) - 1] ?? NaN);
  console.log(`${step}: ${[`p50 ${ms(p50)}`, `p99 ${ms(p99)}`, `at most ${ms(longest)}`].join(', ')}`);
  if (!((longest ?? NaN) <= GOAL_MS)) process.exitCode = 1;
}

function ms(value: number | undefined): string {
  return `${Math.round(value ?? NaN)} ms`;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
