/**
 * Preloaded into a service by crash tests: ends the process with SIGKILL at chosen points of a fact's way, and says so first
 * in a file that survives it. `outbox` points are the sender's, `reader` points the reader's.
 *
 * KILL_TRACE: the file, one JSON line per hit. KILL_EACH: hits per point. KILL_SEED: which of the chances are taken.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const { subscribe } = require('node:diagnostics_channel');
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { Client } = require('pg');

const { KILL_TRACE: trace, KILL_EACH: each, KILL_SEED: seed } = process.env;
const service = /services\/([a-z]+)\//.exec(process.argv[1] ?? '')?.[1];
const CHANCE = 0.4;

if (trace && service) watch();

function watch() {
  const hits = countHits();
  let random = (Number(seed) + process.pid) >>> 0;
  const isTaken = () => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32 < CHANCE;
  };
  const strike = (point, { type, id }) => {
    const key = keyOf({ service, point, type });
    if ((hits.get(key) ?? 0) >= Number(each) || !isTaken()) return;
    appendFileSync(trace, `${JSON.stringify({ service, point, type, id, pid: process.pid })}\n`, { flush: true });
    process.kill(process.pid, 'SIGKILL');
  };

  const delivered = new AsyncLocalStorage();
  subscribe('selvbetjent.fact', ({ point, id, type }) => {
    if (point === 'committed') strike('after commit, before publish', { id, type });
    if (point === 'published') strike('after publish, before mark', { id, type });
    if (point === 'delivered') delivered.enterWith({ id, type });
    if (point === 'handled') strike('after commit, before ack', { id, type });
  });

  const query = Client.prototype.query;
  Client.prototype.query = function (...args) {
    const fact = delivered.getStore();
    if (fact && /^commit/i.test(args[0]?.text ?? args[0])) strike('after delivery, before commit', fact);
    return query.apply(this, args);
  };
}

function countHits() {
  const hits = new Map();
  const lines = existsSync(trace) ? readFileSync(trace, 'utf8').split('\n').filter(Boolean) : [];
  for (const line of lines) {
    const key = keyOf(JSON.parse(line));
    hits.set(key, (hits.get(key) ?? 0) + 1);
  }
  return hits;
}

/** A sender is struck as one, a reader for each fact that it reads. */
function keyOf({ service, point, type }) {
  return point.includes('publish') ? `${service} ${point}` : `${service} ${point} ${type}`;
}
