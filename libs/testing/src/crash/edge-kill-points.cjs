/**
 * Preloaded into a service by the nemesis: strikes it at points of what it does with devices, residents and its own tables, when they are
 * ordered. `strike.cjs` says how, `edge-points.ts` names them.
 */
const { ServerResponse } = require('node:http');
const { Client } = require('pg');
const { struckService: service, isChosen, isOrdered, end } = require('./strike.cjs');

/** What a transaction does that is worth being struck at, by its statements. */
const MEANINGS = [
  ['migration', /^INSERT INTO "?\w*"?\.?"migrations"/],
  ['readings', /^\s*INSERT INTO readings\b/],
  ['door changes', /INSERT INTO door_changes\b/],
];
/** A service makes its tables at one start only: then at most so often at each point, so that it gets on. */
const MIGRATION_HITS = 1;
/** Long enough for what has been written to leave, and for nothing to come back. */
const LEAVES_MS = 5;

let count = 0;
let isDoomed = false;

/** @returns whether this process ends here; some milliseconds may pass until it does, in which it is not struck again. */
function isChosenAt(point, id = `${process.pid}-${(count += 1)}`, most = undefined) {
  const key = `${service}: ${point}`;
  isDoomed = isDoomed || (isOrdered(key) && isChosen(key, id, most));
  return isDoomed;
}

function strikeAt(point, id, most) {
  if (!isDoomed && isChosenAt(point, id, most)) end();
}

if (service) watchTransactions();
if (service === 'access' || service === 'dropoffs') watchPackets();
if (service === 'access') watchAnswers();

function watchTransactions() {
  const meanings = new WeakMap();
  const query = Client.prototype.query;
  Client.prototype.query = function (...args) {
    const [config] = args;
    const text = config?.text ?? config;
    if (typeof text !== 'string') return query.apply(this, args);
    const meaning = meanings.get(this);
    if (/^start transaction/i.test(text)) meanings.delete(this);
    else if (!/^commit/i.test(text)) note(this, text, config, args[1]);
    else if (meaning) {
      meanings.delete(this);
      beforeCommit(meaning);
      const result = query.apply(this, args);
      result?.then?.(() => afterCommit(meaning)).catch(() => undefined);
      return result;
    }
    return query.apply(this, args);
  };

  function note(client, text, config, values) {
    const [what] = MEANINGS.find(([, pattern]) => pattern.test(text)) ?? [];
    if (what) meanings.set(client, { what, id: what === 'migration' ? String(values?.[1]) : undefined });
    if (config?.name === 'end-attempt' && config.values?.[1] === 'unlocked') meanings.set(client, { what: 'outcome' });
  }
}

function beforeCommit({ what, id }) {
  if (what === 'migration') strikeAt('in a migration, before its commit', id, MIGRATION_HITS);
  if (what === 'outcome') strikeAt('unlock: after result, before outcome');
}

function afterCommit({ what, id }) {
  if (what === 'migration') strikeAt('between migrations', id, MIGRATION_HITS);
  if (what === 'readings') strikeAt('readings: after commit, before PUBACK');
  if (what === 'door changes') strikeAt('door changes: after commit, before ack');
}

function watchPackets() {
  const { MqttClient } = require('mqtt');
  const ofDevice = service === 'access' ? 'door changes' : 'readings';
  const publish = MqttClient.prototype.publish;
  MqttClient.prototype.publish = function (topic, ...rest) {
    const channel = /^selvbetjent\/v1\/.*\/(ack|command)$/.exec(topic)?.[1];
    if (channel === 'command') strikeAt('unlock: after decision, before command');
    // The PUBACK was written a moment ago; the ack is held back until it has left.
    if (channel === 'ack' && service === 'dropoffs' && isChosenAt('readings: after PUBACK, before ack'))
      return void setTimeout(end, LEAVES_MS);
    const published = publish.call(this, topic, ...rest);
    if (channel === 'command' && isChosenAt('unlock: after command, before result')) setImmediate(end);
    if (channel === 'ack' && isChosenAt(`${ofDevice}: after ack`)) setTimeout(end, LEAVES_MS);
    return published;
  };
}

/** The answer's first field is its status, and SUCCESS, which is 0, isn't written. */
const STATUS_TAG = 0x08;

/** Only of a door that has opened: whatever else is answered, nothing has happened. */
function watchAnswers() {
  const write = ServerResponse.prototype.end;
  ServerResponse.prototype.end = function (body, ...rest) {
    const isAnswer = this.req?.url?.includes('/oslonokkelen/execute') && this.statusCode === 200;
    if (isAnswer && body?.[0] !== STATUS_TAG) strikeAt('unlock: after outcome, before answer');
    return write.call(this, body, ...rest);
  };
}
