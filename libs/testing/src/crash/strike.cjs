/**
 * How a service ends itself at a point, for what is preloaded into it by crash tests: it says so first, in a file that survives it.
 *
 * KILL_TRACE: the file, one JSON line per hit and per delivery; nothing is struck before it exists, and nothing twice at one point. KILL_SIGNAL: SIGKILL, or
 * SIGSTOP for a pause. KILL_EACH: hits per point. KILL_ONLY: a pattern of points. KILL_SEED: which of the chances are taken. Beside the
 * file `<KILL_TRACE>.order` may name the points that are struck now, as a JSON array; then each at its first chance.
 */
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');

const { KILL_TRACE: trace, KILL_SIGNAL: signal, KILL_EACH: each, KILL_ONLY: only, KILL_SEED: seed } = process.env;
const service = /services\/([a-z]+)\//.exec(process.argv[1] ?? '')?.[1];
const CHANCE = 0.4;

/** The service that this process is; undefined where nothing is to be struck. */
const struckService = trace ? service : undefined;

const isOn = () => existsSync(trace);
const note = (line) => appendFileSync(trace, `${JSON.stringify({ ...line, pid: process.pid })}\n`, { flush: true });

/** Only when a hit has been ordered by name: crash tests that order none know nothing of these points. */
function isOrdered(key) {
  return orders()?.includes(key) ?? false;
}

/** @returns whether this process ends here; then it has said so. @param id what is struck at the point @param most hits of it */
function isChosen(key, id, most = Number(each)) {
  if (!isOn() || !new RegExp(only ?? '').test(key)) return false;
  const ordered = orders();
  if (ordered && !ordered.includes(key)) return false;
  const struck = linesOf((line) => line.key === key);
  if (struck.length >= most || struck.some((line) => line.id === id)) return false;
  if (!ordered && !isTaken()) return false;
  if (signal === 'SIGSTOP' && !isOnlyPause()) return false;
  note({ key, id });
  return true;
}

function strike(key, id) {
  if (isChosen(key, id)) end();
}

function end() {
  process.kill(process.pid, signal);
}

let random = Number(seed) >>> 0;
for (const letter of service ?? '') random = (Math.imul(random, 31) + letter.charCodeAt(0)) >>> 0;

function isTaken() {
  random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
  return random / 2 ** 32 < CHANCE;
}

/** Null without any. */
function orders() {
  try {
    return JSON.parse(readFileSync(`${trace}.order`, 'utf8'));
  } catch {
    return null;
  }
}

/** One at a time of each service: whoever pauses needs another that can take over. The file is there until it goes on. */
function isOnlyPause() {
  try {
    writeFileSync(`${trace}.${service}.paused`, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Read anew each time: replicas share the count. Another's last line may be half written: what has no end yet isn't a line. */
function linesOf(isMeant) {
  const lines = readFileSync(trace, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter(isMeant);
}

module.exports = { struckService, isOn, note, isOrdered, isChosen, strike, end };
