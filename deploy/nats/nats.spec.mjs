import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as contracts from '@selvbetjent/contracts';
import { ensureStream } from '@selvbetjent/messaging';
import { connect, Events } from 'nats';
import { EventFeed } from '../../services/portal/src/event-feed';
import { root } from '../local/paths.mjs';
import { factHandlers } from '@selvbetjent/testing';
import { permissionsFile, users } from './permissions.mjs';
import { passwordOf, startConfiguredNats } from './real-nats.mjs';

const { FACTS, REQUESTS, factSubject, factType, requestSubject, streamName } = contracts;
const streams = [...new Set(FACTS.map(streamName))];
const handlers = factHandlers();
const ownerOf = (stream) => FACTS.find((fact) => streamName(fact) === stream).owner;
const reads = (user, stream) =>
  user === 'portal' || handlers.some(({ service, fact }) => service === user && streamName(fact) === stream);
const durableOf = ({ service, fact }) => `${service}--${factType(fact).replaceAll('.', '-')}`;

let server;
const connections = [];
beforeAll(async () => (server = await startConfiguredNats()));
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await server?.stop();
});

async function signIn(user, password = passwordOf(user)) {
  const connection = await connect({
    servers: `127.0.0.1:${server.port}`,
    user,
    pass: password,
    inboxPrefix: `_INBOX.${user}`,
    reconnect: false,
    maxPingOut: 2,
  });
  connections.push(connection);
  return connection;
}

/** @returns the subjects of these that the server refuses to this user */
async function refused(user, operation, subjects) {
  const connection = await signIn(user);
  const refusals = new Set();
  const watch = async () => {
    for await (const { type, permissionContext } of connection.status()) {
      if (type === Events.Error && permissionContext?.operation === operation) refusals.add(permissionContext.subject);
    }
  };
  watch().catch(() => undefined);
  for (const subject of subjects) {
    if (operation === 'publish') connection.publish(subject);
    else connection.subscribe(subject, { callback: () => undefined });
  }
  // The server refuses in turn, so all refusals are here before the answer to this; then the watch has its turn.
  await connection.flush();
  await setImmediate();
  return refusals;
}

/** Every subject that means something, and whether this user may publish it. */
function publishTable(user) {
  const facts = FACTS.map((fact) => [factSubject(fact, 'trosterud'), fact.owner === user]);
  const requests = REQUESTS.map(({ contract }) => [requestSubject(contract), user === 'portal']);
  return new Map([
    ...facts,
    ...requests,
    ...streams.flatMap((stream) => streamTable(user, stream)),
    ...handlers.flatMap((handler) => consumerTable(user, handler)),
    ...['STREAM.LIST', 'STREAM.NAMES', 'META.LEADER.STEPDOWN', 'ACCOUNT.PURGE.x', 'SERVER.REMOVE'].map((verb) => [
      `$JS.API.${verb}`,
      false,
    ]),
    ['$JS.API.INFO', true],
    ['$SYS.REQ.SERVER.PING', false],
    ['_INBOX.somebody', false],
    ['anything', false],
  ]);
}

function streamTable(user, stream) {
  const isOwner = ownerOf(stream) === user;
  const isReader = reads(user, stream);
  const api = (verb, rest = '') => `$JS.API.${verb}.${stream}${rest}`;
  return [
    ...['STREAM.CREATE', 'STREAM.INFO'].map((verb) => [api(verb), isOwner || isReader]),
    ...['STREAM.UPDATE', 'STREAM.DELETE', 'STREAM.MSG.GET'].map((verb) => [api(verb), isOwner]),
    ...['PURGE', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE', 'LEADER.STEPDOWN'].map((verb) => [api(`STREAM.${verb}`), false]),
    ...['CONSUMER.LIST', 'CONSUMER.NAMES', 'DIRECT.GET', 'CONSUMER.CREATE'].map((verb) => [api(verb), false]),
    [api('CONSUMER.DURABLE.CREATE', '.nameless_1'), false],
    [api('CONSUMER.CREATE', '.nameless_1.>'), false],
    ...['CREATE', 'INFO', 'DELETE', 'MSG.NEXT'].map((verb) => [
      api(`CONSUMER.${verb}`, '.nameless_1'),
      user === 'portal',
    ]),
  ];
}

function consumerTable(user, handler) {
  const isOwn = handler.service === user;
  const consumer = `${streamName(handler.fact)}.${durableOf(handler)}`;
  const others = FACTS.filter((fact) => streamName(fact) === streamName(handler.fact) && fact !== handler.fact);
  const otherTypes = others.map(factType).filter((type) => type !== factType(handler.fact));
  return [
    [`$JS.API.CONSUMER.CREATE.${consumer}.${factSubject(handler.fact, '*')}`, isOwn],
    [`$JS.API.CONSUMER.CREATE.${consumer}`, false],
    [`$JS.API.CONSUMER.CREATE.${consumer}.>`, false],
    ...otherTypes.map((type) => [`$JS.API.CONSUMER.CREATE.${consumer}.${type}.*`, false]),
    [`$JS.API.CONSUMER.DURABLE.CREATE.${consumer}`, false],
    ...['INFO', 'DELETE', 'MSG.NEXT'].map((verb) => [`$JS.API.CONSUMER.${verb}.${consumer}`, isOwn]),
    [`$JS.ACK.${consumer}.1.1.1.1763700000000000000.0`, isOwn],
  ];
}

const allowedOf = (table) => [...table].filter(([, isAllowed]) => isAllowed).map(([subject]) => subject);

test('permissions.conf is what the contracts and the handlers ask for', () => {
  const written = readFileSync(join(root, 'deploy/nats/permissions.conf'), 'utf8');
  // When this fails: build, then node deploy/nats/write-permissions.mjs
  expect(written).toBe(permissionsFile(contracts, handlers));
});

test.each(users)('%s publishes its own and nothing else', async (user) => {
  const table = publishTable(user);
  const refusals = await refused(user, 'publish', table.keys());
  expect([...table.keys()].filter((subject) => !refusals.has(subject))).toEqual(allowedOf(table));
});

test.each(users)('%s hears the requests to itself and its answers, and nothing else', async (user) => {
  const table = new Map([
    ...REQUESTS.map(({ owner, contract }) => [requestSubject(contract), owner === user]),
    ...FACTS.map((fact) => [factSubject(fact, '*'), false]),
    ...['>', '*.>', 'request.>', `request.${user}.>`, `${user}.>`, '$JS.>', '$SYS.>'].map((each) => [each, false]),
    ...users.map((other) => [`_INBOX.${other}.>`, other === user]),
    ['_INBOX.>', false],
  ]);
  const refusals = await refused(user, 'subscription', table.keys());
  expect([...table.keys()].filter((subject) => !refusals.has(subject))).toEqual(allowedOf(table));
});

test.each([
  ['nobody', undefined],
  ['access', ''],
  ['access', passwordOf('portal')],
])('%s with a wrong password is turned away', async (user, password) => {
  await expect(signIn(user, password ?? 'x')).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
});

test('each fact comes from its owner to whoever handles it, and to the live feed', async () => {
  const links = new Map();
  for (const user of users) links.set(user, await signIn(user));
  for (const stream of streams) await ensureStream(await links.get(ownerOf(stream)).jetstreamManager(), stream);
  const portal = links.get('portal');
  const feed = await new EventFeed({ ping: () => portal.flush(), connected: async () => portal }).open({});
  const seen = new Set();
  const feeding = feed.handEach(async ({ type }) => {
    seen.add(type);
    if (seen.size === FACTS.length) feed.stop();
  });
  for (const fact of FACTS) await links.get(fact.owner).jetstream().publish(factSubject(fact, 'trosterud'), '{}');
  const got = [];
  for (const handler of handlers) got.push(await readOne(links.get(handler.service), handler));
  expect(got).toEqual(handlers.map(({ fact }) => factSubject(fact, 'trosterud')));
  await feeding;
  expect([...seen].sort()).toEqual(FACTS.map(factType).sort());
});

/** As libs/messaging reads: a stream that is there already, a durable of its own, pull, acknowledgement; then it is removed. */
async function readOne(connection, { service, fact }) {
  const manager = await connection.jetstreamManager();
  const [stream, durable] = [streamName(fact), durableOf({ service, fact })];
  await ensureStream(manager, stream);
  await manager.consumers.add(stream, {
    durable_name: durable,
    filter_subject: factSubject(fact, '*'),
    ack_policy: 'explicit',
  });
  const consumer = await connection.jetstream().consumers.get(stream, durable);
  const message = await consumer.next();
  await message.ackAck();
  expect((await manager.consumers.info(stream, durable)).num_ack_pending).toBe(0);
  await manager.consumers.delete(stream, durable);
  return message.subject;
}

test('the portal gets its answers', async () => {
  const portal = await signIn('portal');
  for (const { owner, contract } of REQUESTS) {
    const subject = requestSubject(contract);
    const answering = await signIn(owner);
    answering.subscribe(subject, { queue: owner, callback: (_, message) => message.respond(message.data) });
    await answering.flush();
    expect((await portal.request(subject, subject)).string()).toBe(subject);
  }
});
