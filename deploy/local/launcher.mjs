import { birthOf, commandLineOf, isAlive, parentOf } from './processes.mjs';

/**
 * Calls back when the npm that started this process is gone. npm hands signals only to the shell between us,
 * which dies of them without handing them on; so its death is the sign to stop.
 */
export function onLauncherGone(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const isShell = /^\S*sh -c /.test(commandLineOf(parent));
  const launchers = [parent, ...(isShell ? [parentOf(parent)] : [])].map((pid) => ({ pid, born: birthOf(pid) }));
  const timer = setInterval(() => {
    if (launchers.every(({ pid, born }) => isAlive(pid) && birthOf(pid) === born)) return;
    clearInterval(timer);
    callback();
  }, 250);
  timer.unref();
}
