import { spawn } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from './fault.mjs';
import { lastError, openLog, readFrom, showErrors, sizeOf } from './log-files.mjs';
import { forget, remember } from './run-dir.mjs';

const restartDelaysMs = [200, 500, 1000, 2000, 5000, 10_000, 30_000];
const steadyAfterMs = 60_000;
const deathsBeforeReady = 3;
const pollMs = 100;
const supervised = new Set();

/** Ends everything that this process supervises without waiting for it. */
export function killAll() {
  for (const kill of supervised) kill();
}

/**
 * @typedef {object} Program
 * @property {string} name as in its pid file and log
 * @property {string} command
 * @property {string[]} args
 * @property {object} [options] of child_process.spawn: env, cwd, uid, gid
 * @property {() => Promise<true | string>} isReady true, or what is missing; called every 100 ms until true
 * @property {number} [readyWithinMs]
 * @property {string} [stopSignal] asks it to stop; @property {string} [killSignal] insists
 * @property {number} [stopWithinMs] patience between the two
 */

/**
 * Starts a program in its own process group, keeps it running with back-off, and resolves when it is first ready.
 * Its output goes to `<data>/log/<name>.log` directly, so that it outlives this process unharmed.
 * @param {Program} program
 * @param {{ dataDir: string, log(message: string): void, signal?: AbortSignal }} context
 * @returns {Promise<{ name: string, stop(): Promise<void> }>}
 * @throws {Fault} when it died three times or the time passed before it was ready
 */
export async function supervise(program, { dataDir, log, signal }) {
  const { name, stopSignal = 'SIGTERM', killSignal = 'SIGKILL', stopWithinMs = 10_000 } = program;
  const runDir = join(dataDir, 'run');
  const logPath = join(dataDir, 'log', `${name}.log`);
  mkdirSync(join(dataDir, 'log'), { recursive: true, mode: 0o700 });
  let child;
  let exited = Promise.resolve();
  let stopping = false;
  let wasReady = false;
  let deaths = 0;
  let lastDeath = '';
  let restart;
  let hideErrors = () => {};
  const logBegin = sizeOf(logPath);

  const launch = () => {
    const begun = Date.now();
    const output = openLog(logPath);
    child = spawn(program.command, program.args, {
      ...program.options,
      detached: true,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    if (child.pid) remember(runDir, name, child.pid);
    exited = new Promise((resolve) => {
      const settle = (how) => {
        resolve();
        if (!stopping) died(how, Date.now() - begun);
      };
      child.once('error', (error) => child.pid ?? settle(error.message));
      child.once('exit', (code, killedBy) => settle(killedBy ?? `code ${code}`));
    });
  };

  const died = (how, livedMs) => {
    deaths = livedMs > steadyAfterMs ? 1 : deaths + 1;
    lastDeath = how;
    if (!wasReady && deaths >= deathsBeforeReady) return;
    const delayMs = restartDelaysMs[Math.min(deaths, restartDelaysMs.length) - 1];
    if (wasReady)
      log(`${name} stopped unexpectedly (${how}); starting it again in ${delayMs / 1000} s. Log: ${logPath}`);
    restart = setTimeout(async () => {
      launch();
      if (wasReady && (await readyAgain(child))) log(`${name} runs again`);
    }, delayMs);
  };

  const readyAgain = async (current) => {
    while (!stopping && current === child && current.exitCode === null && current.signalCode === null) {
      if ((await program.isReady()) === true) return true;
      await sleep(pollMs);
    }
    return false;
  };

  const kill = () => {
    stopping = true;
    child?.kill(killSignal);
  };

  const stop = async () => {
    stopping = true;
    clearTimeout(restart);
    hideErrors();
    child?.kill(stopSignal);
    const insist = setTimeout(kill, stopWithinMs);
    await exited;
    clearTimeout(insist);
    supervised.delete(kill);
    forget(runDir, name);
  };

  const firstReady = async () => {
    const { readyWithinMs = 120_000 } = program;
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      signal?.throwIfAborted();
      const answer = deaths < deathsBeforeReady ? await program.isReady() : lastDeath;
      if (answer === true) return;
      if (deaths >= deathsBeforeReady || Date.now() > deadline) {
        const error = lastError(readFrom(logPath, logBegin));
        const what =
          deaths >= deathsBeforeReady ? 'stopped three times' : `was not ready after ${readyWithinMs / 1000} s`;
        throw new Fault(`${name} ${what} (${error || answer}). Read ${logPath}, mend that, and start again.`);
      }
      await sleep(pollMs);
    }
  };

  signal?.throwIfAborted();
  supervised.add(kill);
  launch();
  try {
    await firstReady();
  } catch (error) {
    await stop();
    throw error;
  }
  wasReady = true;
  deaths = 0;
  hideErrors = showErrors(logPath, (message) => log(`${name}: ${message}`));
  return { name, stop };
}
