import { ROOT } from '../src/nemesis/bed/root';
import { parseOptions } from '../src/nemesis/options';
import { brokenIn, replayOf, writeReport } from '../src/nemesis/report';
import { runNemesis } from '../src/nemesis/run';

/** Fault injection: `npm run nemesis -- [--seed n] [--kills n] [--drop-offs n] …`; ends with 1 when an invariant is broken. */
async function run(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), ROOT);
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

run().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
