import './check-node.mjs';
import { Fault } from './fault.mjs';
import { createProgress } from './progress.mjs';
import { startEverything } from './system.mjs';
import { readyTable } from './table.mjs';

const log = createProgress();
const interruption = new AbortController();
let system;
let interruptedAt;

/** A terminal's Ctrl-C arrives twice, from the terminal and from npm: only one a second later is a second one. */
const echoMs = 1000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);

try {
  system = await startEverything({ env: process.env, log, signal: interruption.signal });
  if (interruptedAt) await stop();
  else {
    for (const line of readyTable(system)) console.log(line);
    log('Selvbetjent is ready');
  }
} catch (error) {
  if (interruptedAt) {
    log('stopped before it was ready');
    process.exit(130);
  }
  console.error(error instanceof Fault ? `\n${error.message}` : error);
  process.exit(1);
}

function interrupt() {
  if (!interruptedAt) {
    interruptedAt = Date.now();
    log('stopping (again to stop at once) …');
    interruption.abort();
    if (system) void stop();
  } else if (Date.now() - interruptedAt > echoMs) {
    system?.kill();
    process.exitCode = 130;
    if (!system) process.exit(130);
  }
}

async function stop() {
  await system.stop();
  log('stopped');
  process.exit();
}
