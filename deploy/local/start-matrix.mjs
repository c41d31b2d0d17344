// npm run start-matrix [-- <part of a row's name>]: runs `npm start` in every place and state in which people find it, one after
// the other in temporary folders, and tells the outcome of each. Code 1 when one fails.
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from './components.mjs';
import { Skipped } from './matrix/conditions.mjs';
import { killAllIn, removeCopy } from './matrix/repository-copy.mjs';
import { rows } from './matrix/rows.mjs';
import { prepare } from './prepare.mjs';

const rowMs = 420_000;
const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-matrix-'));
const ownPath = process.env.PATH;

await prepare({ building: false });
// Others may pass, since rows run as others too.
chmodSync(folder, 0o711);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => cleanUp() ?? process.exit(130));
mkdirSync(join(folder, 'bin'));
await findNatsServer({ dataDir: folder, log: console.log });
chmodSync(join(folder, 'bin'), 0o755);
process.env.PATH = `${join(folder, 'bin')}:${ownPath}`;

const wanted = process.argv.slice(2).join(' ');
const outcomes = [];
for (const [name, row] of Object.entries(rows).filter(([name]) => name.includes(wanted))) {
  outcomes.push(await outcomeOf(name, row));
}
cleanUp();
console.log(
  ['', '| | start | outcome | seconds |', '| --- | --- | --- | ---: |', ...outcomes.map(({ line }) => line)].join('\n'),
);
process.exit(outcomes.some(({ failed }) => failed) ? 1 : 0);

async function outcomeOf(name, row) {
  const own = join(folder, `row-${outcomes.length + 1}`);
  const begun = Date.now();
  mkdirSync(own);
  const [verdict, seen] = await run(row, own);
  killAllIn(own);
  removeCopy(own);
  const line = `| ${verdict} | ${name} | ${seen.split('\n')[0]} | ${Math.round((Date.now() - begun) / 1000)} |`;
  console.log(verdict === 'FAILED' ? `${line}\n${seen}` : line);
  return { failed: verdict === 'FAILED', line };
}

async function run(row, own) {
  const late = sleep(rowMs, null, { ref: false }).then(() => {
    throw new Error(`not done after ${rowMs / 1000} s`);
  });
  try {
    return ['ok', await Promise.race([row(own, ownPath), late])];
  } catch (error) {
    return [error instanceof Skipped ? 'SKIPPED' : 'FAILED', error.message];
  }
}

function cleanUp() {
  killAllIn(folder);
  removeCopy(folder);
}
