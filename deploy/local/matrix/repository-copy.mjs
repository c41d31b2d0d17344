// Copies of this repository as other people and places would have them, and starts of them: for start-matrix.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../paths.mjs';
import { portVariables } from '../ports.mjs';
import { removeDataDir } from '../postgres.mjs';
import { commandLineOf, isAlive } from '../processes.mjs';

const readyMs = 240_000;
const stopMs = 60_000;
const anyPorts = Object.fromEntries(Object.values(portVariables).map(([variable]) => [variable, '0']));

/**
 * What a clone with its packages would hold: the files of this working copy, or of a commit, with links to the packages' files.
 * @param {{ user?: { uid: number, gid: number }, commit?: string, packages?: boolean }} options
 */
export function copyRepository(folder, { user, commit, packages = true } = {}) {
  mkdirSync(folder, { recursive: true });
  if (commit) takeCommit(folder, commit);
  else takeWorkingCopy(folder);
  if (packages) linkPackages(folder);
  if (user) giveTo(user, folder);
}

/** As a pull would leave it: this working copy's files over what is there. */
export function takeWorkingCopy(folder) {
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const path of listed.split('\0').filter((path) => path && path !== 'node_modules')) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(folder, path));
  }
  recordPackages(folder);
}

function takeCommit(folder, commit) {
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 28 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
}

/** Hard links: quick, and nobody writes into a package. What the set-up itself writes is left out. */
function linkPackages(folder) {
  const target = join(folder, 'node_modules');
  execFileSync('cp', ['-al', `${join(root, 'node_modules')}/.`, target]);
  rmSync(join(target, '.cache'), { recursive: true, force: true });
  recordPackages(folder);
}

/** These packages do for every commit here: its own lock counts as installed. */
function recordPackages(folder) {
  const stamp = join(folder, 'node_modules/.selvbetjent-lock');
  if (!existsSync(dirname(stamp))) return;
  rmSync(stamp, { force: true });
  writeFileSync(
    stamp,
    createHash('sha256')
      .update(readFileSync(join(folder, 'package-lock.json')))
      .digest('hex'),
  );
}

/** Folders and own files, not the packages' files: those are links to ours. */
function giveTo({ uid, gid }, folder, isPackages = false) {
  chownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) giveTo({ uid, gid }, path, isPackages || entry.name === 'node_modules');
    else if (entry.isFile() && !isPackages) chownSync(path, uid, gid);
  }
}

/** With its data folder, also one level further down, and what that led to elsewhere. */
export function removeCopy(folder) {
  for (const inner of ['', ...readdirSync(folder)]) {
    const dataDir = join(folder, inner, '.data');
    if (existsSync(dataDir)) removeDataDir(dataDir);
  }
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs `npm start` in a copy, in a process group of its own.
 * @param {{ env?: object, user?: { uid: number, gid: number }, within?: string[] }} options `within` is a command that runs ours
 */
export function npmStart(folder, { env = {}, user = {}, within = [] } = {}) {
  const [command, ...args] = [...within, 'npm', 'start'];
  const inherited = { PATH: process.env.PATH, HOME: process.env.HOME };
  const child = spawn(command, args, {
    ...user,
    cwd: folder,
    env: { ...inherited, ...anyPorts, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const start = { folder, pid: child.pid, output: '', ended: false };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (start.output += text));
  }
  start.exit = new Promise((resolve) => child.on('close', (code) => resolve(code)));
  void start.exit.then(() => (start.ended = true));
  return start;
}

/** Resolves when the output has the text; rejects with the output when it ends or the time is over before. */
export async function until(start, text, withinMs = readyMs) {
  const deadline = Date.now() + withinMs;
  while (!start.output.includes(text)) {
    if (start.ended || Date.now() > deadline) {
      throw new Error(`${start.ended ? 'ended' : 'waited too long'} before "${text}":\n${start.output}`);
    }
    await sleep(50);
  }
}

export const untilReady = (start) => until(start, 'Selvbetjent is ready');

/** Ctrl-C in a terminal: SIGINT for everything in the foreground. Nothing that ran may be left. */
export async function ctrlC(start) {
  const pids = Object.values(pidsOf(start.folder));
  process.kill(-start.pid, 'SIGINT');
  await Promise.race([start.exit, sleep(stopMs, null, { ref: false })]);
  if (!start.ended) throw new Error(`did not stop within ${stopMs / 1000} s:\n${start.output}`);
  await nobodyLeft(() => [...pids.filter(isAlive), ...processesIn(start.folder)]);
}

/** npm may be gone before what it started. */
async function nobodyLeft(left) {
  const deadline = Date.now() + stopMs;
  while (left().length > 0) {
    if (Date.now() > deadline) throw new Error(`left running: ${left().join(', ')}`);
    await sleep(50);
  }
}

/** Whose command line names something in the folder, or who works there. */
function processesIn(folder) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const isThere = (pid) =>
    commandLineOf(pid).includes(folder) || placeOf(pid).startsWith(`${folder}/`) || placeOf(pid) === folder;
  return pids.map(Number).filter((pid) => pid !== process.pid && isThere(pid));
}

function placeOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

/** What `<data>/run` says that runs. */
export function pidsOf(folder) {
  const run = join(folder, '.data/run');
  const files = existsSync(run) ? readdirSync(run).filter((name) => name.endsWith('.pid')) : [];
  return Object.fromEntries(files.map((name) => [name.slice(0, -4), Number(readFileSync(join(run, name), 'utf8'))]));
}

export const portsOf = (folder) => JSON.parse(readFileSync(join(folder, '.data/run/ports.json'), 'utf8'));

/** Ends whatever a failed row left running. */
export function killAllIn(folder) {
  for (const pid of processesIn(folder)) process.kill(pid, 'SIGKILL');
}
