import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { errorPlot, familyPlot } from '../src/corpus/plots';
import { reportOf } from '../src/corpus/report';
import { runCorpus, SEALED_SEEDS } from '../src/corpus/run-corpus';

const USAGE = 'weighing-corpus [--seeds 10001-10100] [--properties 600] [--out docs]';

/** Weighs the whole corpus and writes docs/weighing.md with its images; after a build: `node dist/services/dropoffs/bin/weighing-corpus.js`. */
async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: `${SEALED_SEEDS.first}-${SEALED_SEEDS.last}` },
      properties: { type: 'string', default: '600' },
      out: { type: 'string', default: 'docs' },
    },
  });
  const [first, last] = values.seeds.split('-').map(Number);
  const propertyRuns = Number(values.properties);
  if (!first || !last || last < first || !Number.isInteger(propertyRuns) || propertyRuns < 0)
    throw new Error(`usage: ${USAGE}`);
  const now = (): number => performance.now();
  const findings = runCorpus({ seeds: { first, last }, propertyRuns, onProgress: progress(), now });
  const images = resolve(values.out, 'weighing');
  mkdirSync(images, { recursive: true });
  for (const { file, svg } of findings.drawings) writeFileSync(join(images, file), svg);
  writeFileSync(join(images, 'errors.svg'), errorPlot(findings.sessions));
  writeFileSync(join(images, 'families.svg'), familyPlot(findings.sessions));
  const report = resolve(values.out, 'weighing.md');
  writeFileSync(report, await format(reportOf(findings), { parser: 'markdown', printWidth: 130 }));
  process.stderr.write(`${report}\n`);
  if (findings.residualGrams !== 0 || findings.properties.breaches.length > 0) process.exitCode = 1;
}

/** One line for every twentieth. */
function progress(): (what: string, share: number) => void {
  let told = '';
  return (what, share) => {
    const line = `${what} ${Math.floor(share * 20) * 5} %`;
    if (line === told) return;
    told = line;
    process.stderr.write(`${line}\n`);
  };
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
