import { Logger } from '@nestjs/common';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';

/**
 * The deterministic simulation of the pure cores: `simulate.mjs [--core <name>] [--seed <n>] [--steps <m>]`. With a seed, that seed
 * alone is replayed for so many steps; without one, worlds of all seeds from 1 on. Ends with 1 when something is broken.
 */
const CORES = {
  doors: ['services/access/src/deterministic/doors.world.test-kit.js', 'doorsCore'],
  hours: ['services/access/src/deterministic/hours.world.test-kit.js', 'hoursCore'],
  weighing: ['services/dropoffs/src/deterministic/weighing.world.test-kit.js', 'weighingCore'],
  facts: ['libs/messaging/src/deterministic/facts.world.test-kit.js', 'factsCore'],
};
const MINUTE_MS = 60_000;

const { values } = parseArgs({
  options: { core: { type: 'string' }, seed: { type: 'string' }, steps: { type: 'string', default: '250000' } },
});
const names = values.core ? [values.core] : Object.keys(CORES);
const unknown = names.find((name) => !(name in CORES));
if (unknown) throw new Error(`No core is called ${unknown}; there are ${Object.keys(CORES).join(', ')}`);
await prepare({ building: true });
Logger.overrideLogger(false);
const built = createRequire(join(root, 'dist/'));
const { explain, replay, simulate } = built('./libs/testing/src/deterministic/simulate.js');
let isBroken = false;
for (const name of names) isBroken = (await run(name)) || isBroken;
process.exit(isBroken ? 1 : 0);

async function run(name) {
  const [path, maker] = CORES[name];
  const core = built(`./${path}`)[maker]();
  const steps = Number(values.steps);
  const begun = process.cpuUsage();
  const { failure, taken } = values.seed
    ? { failure: await replay(core, Number(values.seed), steps), taken: steps }
    : await simulate(core, { firstSeed: 1, steps }).then((result) => ({ ...result, taken: result.steps }));
  const { user, system } = process.cpuUsage(begun);
  const aMinute = Math.round((taken / ((user + system) / 1_000)) * MINUTE_MS);
  console.log(`${name}: ${taken} steps, ${aMinute} a minute of processor time, ${failure ? 'BROKEN' : 'all held'}`);
  const told = await explain(core, failure);
  if (told) console.log(told);
  return failure !== null;
}
