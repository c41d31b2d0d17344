import './check-node.mjs';
import { Fault } from './fault.mjs';
import { onLauncherGone } from './launcher.mjs';
import { createProgress } from './progress.mjs';
import { killAll } from './supervise.mjs';
import { startEverything } from './system.mjs';
import { readyTable } from './table.mjs';

const log = createProgress();
const interruption = new AbortController();
let system;
let interruptedAt;

/** A terminal's Ctrl-C arrives twice, from the terminal and from npm: only one a second later is a second one. */
const echoMs = 1000;

// Whoever read our output may go away; that is no reason to leave everything else alone.
process.stdout.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
onLauncherGone(interrupt);

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
    process.exitCode = 130;
    killAll();
    setTimeout(() => process.exit(), 3000).unref();
  }
}

async function stop() {
  await system.stop();
  log('stopped');
  process.exit();
}
