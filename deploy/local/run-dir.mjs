import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { birthOf, isAlive, stopProcess } from './processes.mjs';

/** Notes a running process: `<name>.pid` for people and tools, its birth beside it to know it again after a crash. */
export function remember(runDir, name, pid) {
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(runDir, `${name}.pid`), `${pid}\n`);
  writeFileSync(join(runDir, `${name}.born`), birthOf(pid));
}

export function forget(runDir, name) {
  for (const ending of ['pid', 'born']) rmSync(join(runDir, `${name}.${ending}`), { force: true });
}

/** @returns {number | undefined} pid of the noted process when that very process still lives */
export function survivor(runDir, name) {
  try {
    const pid = Number(readFileSync(join(runDir, `${name}.pid`), 'utf8'));
    const born = readFileSync(join(runDir, `${name}.born`), 'utf8');
    return isAlive(pid) && birthOf(pid) === born ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Stops what an earlier start left running when it was killed: services first, then brokers, then the database. */
export async function stopSurvivors(runDir, { services, brokers }, log) {
  const stopAll = (names, signals) =>
    Promise.all(
      names.map(async (name) => {
        const pid = survivor(runDir, name);
        if (pid) {
          log(`stopping ${name} (process ${pid}), left over from an earlier start`);
          await stopProcess(pid, signals);
        }
        forget(runDir, name);
      }),
    );
  await stopAll(services);
  await stopAll(brokers);
  await stopAll(['postgres'], { stopSignal: 'SIGINT', killSignal: 'SIGQUIT', withinMs: 20_000 });
}
