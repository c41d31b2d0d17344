import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from './fault.mjs';
import { withRepositoryLock } from './lock.mjs';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { runTool, tailOf } from './run-tool.mjs';

const lockFile = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules/.selvbetjent-lock');

/** Installs the packages of the lock file when that isn't done yet; touches no network otherwise. */
export async function install(log, signal) {
  if (isInstalled()) return;
  await withRepositoryLock('install', log, async () => {
    if (isInstalled()) return;
    await withProgress(log, 'installing packages (npm ci)', () => runInstall(log, signal));
    writeFileSync(stamp, hashOfLock());
  });
}

async function runInstall(log, signal) {
  const first = await npm(['ci'], signal);
  if (first.code === 0) return;
  signal?.throwIfAborted();
  log(`npm ci did not work, trying npm install instead. It said:\n${tailOf(first.output, 8)}`);
  const second = await npm(['install', '--no-save'], signal);
  signal?.throwIfAborted();
  if (second.code === 0) return;
  throw new Fault(
    `The packages could not be installed. Is the npm registry reachable? npm said:\n${tailOf(second.output)}`,
  );
}

/** npm ends its work before it obeys a SIGTERM, so an interrupted one is killed; the next start begins anew. */
function npm(args, signal) {
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  const isNpm = cli?.endsWith('npm-cli.js');
  const [command, first] = isNpm ? [process.execPath, [cli]] : ['npm', []];
  return runTool(command, [...first, ...args, ...options], { cwd: root, signal, killSignal: 'SIGKILL' });
}

function isInstalled() {
  if (!existsSync(join(root, 'node_modules'))) return false;
  const hash = hashOfLock();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (!holdsLockedVersions()) return false;
  writeFileSync(stamp, hash);
  return true;
}

const hashOfLock = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** Whether somebody's own `npm install` already brought what the lock file asks for, by npm's record of what is there. */
function holdsLockedVersions() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) => {
    const found = present[path];
    return found ? found.version === version : Boolean(optional);
  });
}
