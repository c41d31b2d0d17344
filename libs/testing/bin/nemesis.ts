import { join } from 'node:path';
import { ROOT } from '../src/nemesis/bed/root';
import { parseOptions } from '../src/nemesis/options';
import { huntPlantedBugs } from '../src/nemesis/planted/hunt';
import { brokenIn, replayOf, writeReport } from '../src/nemesis/report';
import { runNemesis } from '../src/nemesis/run';

/**
 * Fault injection: `npm run nemesis -- [--seed n] [--kills n] [--drop-offs n] …`; ends with 1 when an invariant is broken. With `--planted [name]
 * [first seed]` it tries itself: mistakes are planted into copies of the build, and it ends with 1 when it misses one.
 */
async function run(options: string[]): Promise<void> {
  const [first, ...others] = options;
  return first === '--planted' ? hunt(others[0], others[1]) : nemesis(options);
}

async function nemesis(given: string[]): Promise<void> {
  const options = parseOptions(given, ROOT);
  const startedMs = performance.now();
  const tell = (line: string): void =>
    console.log(`${((performance.now() - startedMs) / 1_000).toFixed(0)} s  ${line}`);
  const report = await runNemesis(options, tell);
  writeReport(report);
  const broken = brokenIn(report);
  for (const { invariant, what, ids } of report.violations.slice(0, 20))
    console.log(`${invariant}: ${what} (${ids[0]})`);
  console.log(
    `${report.kills} kills, ${report.dropOffs} visits with kilos, ${report.readings} readings: ` +
      (broken.length === 0 ? 'everything held.' : `${broken.join(', ')} broken, ${report.violations.length} times.`),
  );
  console.log(`Report: ${options.report}/nemesis.md. Again: ${replayOf(options)}`);
  if (broken.length > 0) process.exitCode = 1;
}

async function hunt(name: string | undefined, firstSeed = '1'): Promise<void> {
  const tell = (line: string): void => console.log(line);
  const caught = await huntPlantedBugs(name, {
    root: ROOT,
    dist: join(ROOT, 'dist'),
    firstSeed: Number(firstSeed),
    tell,
  });
  const missed = caught.filter((one) => one.run === null);
  console.log(`${caught.length - missed.length} of ${caught.length} caught`);
  if (missed.length > 0) process.exitCode = 1;
}

run(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
