/**
 * Preloaded into a service by crash tests: strikes the process with a signal at chosen points of a fact's way, and says so first
 * in a file that survives it.
 *
 * KILL_TRACE: the file, one JSON line per hit and per delivery; nothing is struck before it exists, and no fact twice. KILL_SIGNAL: SIGKILL, or SIGSTOP for a pause. KILL_EACH: hits per point.
 * KILL_ONLY: a pattern of points. KILL_SEED: which of the chances are taken.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const { subscribe } = require('node:diagnostics_channel');
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { Client } = require('pg');

const { KILL_TRACE: trace, KILL_SIGNAL: signal, KILL_EACH: each, KILL_ONLY: only, KILL_SEED: seed } = process.env;
const service = /services\/([a-z]+)\//.exec(process.argv[1] ?? '')?.[1];
const CHANCE = 0.4;

if (trace && service) watch();

function watch() {
  let random = Number(seed) >>> 0;
  for (const letter of service) random = (Math.imul(random, 31) + letter.charCodeAt(0)) >>> 0;
  const isTaken = () => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32 < CHANCE;
  };
  const note = (line) => appendFileSync(trace, `${JSON.stringify({ ...line, pid: process.pid })}\n`, { flush: true });
  const strike = (point, { type, id }) => {
    const key = keyOf({ service, point, type });
    if (!existsSync(trace) || !new RegExp(only ?? '').test(key)) return;
    const struck = linesOf((line) => line.key === key);
    if (struck.length >= Number(each) || struck.some((line) => line.id === id)) return;
    if (signal === 'SIGSTOP' && isOnePaused()) return;
    if (!isTaken()) return;
    note({ key, id });
    process.kill(process.pid, signal);
  };

  const delivered = new AsyncLocalStorage();
  subscribe('selvbetjent.fact', ({ point, id, type }) => {
    if (point === 'committed') strike('after commit, before publish', { id, type });
    if (point === 'published') strike('after publish, before mark', { id, type });
    if (point === 'handled') strike('after commit, before ack', { id, type });
    if (point !== 'delivered') return;
    delivered.enterWith({ id, type });
    if (existsSync(trace)) note({ key: `${service}: delivery`, id });
  });

  const query = Client.prototype.query;
  Client.prototype.query = function (...args) {
    const fact = delivered.getStore();
    if (fact && /^commit/i.test(args[0]?.text ?? args[0])) strike('after delivery, before commit', fact);
    return query.apply(this, args);
  };
}

/** One at a time: whoever pauses needs another that can take over. */
function isOnePaused() {
  const ours = linesOf((line) => line.key.startsWith(`${service}: `) && line.key !== `${service}: delivery`);
  const woken = ours.filter((line) => line.key === `${service}: woken`);
  return ours.length > 2 * woken.length;
}

/** Read anew each time: replicas share the count. Another's last line may be half written: what has no end yet isn't a line. */
function linesOf(isMeant) {
  const lines = readFileSync(trace, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter(isMeant);
}

/** A sender is struck as one, a reader for each fact that it reads. */
function keyOf({ service, point, type }) {
  return point.includes('publish') ? `${service}: ${point}` : `${service}: ${point}: ${type}`;
}
