import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isZombie(pid) {
  return statusFields(pid)?.[0] === 'Z';
}

/** Fields of /proc/<pid>/stat after the command's name (which may hold spaces), or undefined without /proc. */
function statusFields(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
  } catch {
    return undefined;
  }
}

/** When a process was born, exact enough to tell it from a later one with the same pid. */
export function birthOf(pid) {
  const startTicks = statusFields(pid)?.[19];
  if (startTicks) return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTicks}`;
  return ps(pid, 'lstart=');
}

export const parentOf = (pid) => Number(statusFields(pid)?.[1] ?? ps(pid, 'ppid='));

export function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ps(pid, 'args=');
  }
}

function ps(pid, field) {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Asks a process that isn't our child to stop, then insists. */
export async function stopProcess(pid, { stopSignal = 'SIGTERM', killSignal = 'SIGKILL', withinMs = 10_000 } = {}) {
  for (const signal of [stopSignal, killSignal]) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await sleep(50);
    }
  }
}
