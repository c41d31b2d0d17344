/** Preloaded into a service by crash tests: strikes the process with a signal at chosen points of a fact's way. `strike.cjs` says how. */
const { AsyncLocalStorage } = require('node:async_hooks');
const { subscribe } = require('node:diagnostics_channel');
const { Client } = require('pg');
const { struckService: service, isOn, note, strike } = require('./strike.cjs');

if (service) watch();

function watch() {
  const strikeFact = (point, { id, type }) => strike(keyOf(point, type), id);
  const delivered = new AsyncLocalStorage();
  subscribe('selvbetjent.fact', ({ point, id, type }) => {
    if (point === 'committed') strikeFact('after commit, before publish', { id, type });
    if (point === 'published') strikeFact('after publish, before mark', { id, type });
    if (point === 'handled') {
      strikeFact('after commit, before ack', { id, type });
      // What the handler set going, such as a timer, keeps its context, but no longer works on the fact.
      delivered.getStore().isHandled = true;
    }
    if (point !== 'delivered') return;
    delivered.enterWith({ id, type, isHandled: false });
    if (isOn()) note({ key: `${service}: delivery`, id });
  });

  const query = Client.prototype.query;
  Client.prototype.query = function (...args) {
    const fact = delivered.getStore();
    const isCommit = /^commit/i.test(args[0]?.text ?? args[0]);
    if (isCommit && fact && !fact.isHandled) strikeFact('after delivery, before commit', fact);
    return query.apply(this, args);
  };
}

/** A sender is struck as one, a reader for each fact that it reads. */
function keyOf(point, type) {
  return point.includes('publish') ? `${service}: ${point}` : `${service}: ${point}: ${type}`;
}
