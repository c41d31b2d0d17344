import { parseArgs } from 'node:util';
import { ObeyedSaves } from '../src/e2e/obeyed-saves';

const GOAL_MS = 2_000;

/**
 * How long after a save of hours the door obeys it: p50, p99 and the longest, in milliseconds; ends with 1 above the goal. After a build:
 * `node deploy/local/with-components.mjs libs/testing/bin/obeyed-bench.js [--saves 100]`.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { saves: { type: 'string' } } });
  const { DATABASE_URL: databaseUrl = '', NATS_URL: natsUrl = '', MQTT_URL: mqttUrl = '' } = process.env;
  const saves = await ObeyedSaves.start({ databaseUrl, natsUrl, mqttUrl });
  try {
    const tookMs: number[] = [];
    for (let index = 0; index < Number(values.saves ?? 100); index += 1) {
      tookMs.push((await saves.saveAndPress(index)).obeyedMs);
    }
    tookMs.sort((a, b) => a - b);
    const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => tookMs[Math.ceil(tookMs.length * share) - 1] ?? NaN);
    console.log(
      `${tookMs.length} saves obeyed after p50 ${ms(p50)}, p99 ${ms(p99)}, at most ${ms(longest)}; goal ${GOAL_MS} ms`,
    );
    if (!((p99 ?? NaN) <= GOAL_MS)) process.exitCode = 1;
  } finally {
    await saves.stop();
  }
}

function ms(value: number | undefined): string {
  return `${Math.round(value ?? NaN)} ms`;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
