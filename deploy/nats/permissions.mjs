/** Who has a log-in at NATS; the portal alone asks the others and reads every fact for its live feed. */
export const users = ['access', 'stations', 'dropoffs', 'tonnage', 'portal'];
const feedReader = 'portal';
/** Who builds its copy anew from all facts, by consumers of its own beside those that it has (`FactReader`). */
const rebuilders = { tonnage: 'tonnage-rebuild' };

const factType = (fact) => `${fact.owner}.${fact.noun}.${fact.happened}.v${fact.version}`;
const streamOf = (fact) => (fact.snapshot ? `${fact.owner}-snapshots` : fact.owner);
const durableOf = (reader, fact) => `${reader}--${factType(fact).replaceAll('.', '-')}`;
const unique = (values) => [...new Set(values)].sort();

/** @typedef {{ service: string, fact: import('@selvbetjent/contracts').FactDescription }[]} Handlers who handles which facts */

/**
 * What each service may publish and subscribe to, and nothing else.
 * @param {typeof import('@selvbetjent/contracts')} contracts
 * @param {Handlers} handlers
 * @returns {Record<string, { publish: Record<string, string[]>, deny: string[], subscribe: string[] }>} by user;
 *   `publish` is grouped by what the subjects are for
 */
export function permissions({ FACTS, REQUESTS }, handlers) {
  return Object.fromEntries(
    users.map((user) => {
      const own = FACTS.filter((fact) => fact.owner === user);
      const read = handlers.filter(({ service }) => service === user).map(({ fact }) => fact);
      const asked = REQUESTS.filter(({ owner }) => owner === user);
      return [
        user,
        user === feedReader
          ? feedPermissions(FACTS, REQUESTS, handlers)
          : {
              publish: {
                'its facts': own.map((fact) => `${factType(fact)}.*`),
                'its streams': unique(own.map(streamOf)).flatMap(ownStream),
                'facts that it handles': [
                  ...unique(read.map(streamOf)).flatMap(readStream),
                  ...read.flatMap((fact) => ownConsumer(user, fact)),
                ],
                'its rebuild': rebuilders[user] ? read.flatMap((fact) => ownConsumer(rebuilders[user], fact)) : [],
              },
              deny: [],
              subscribe: asked.map(requestSubject),
            },
      ];
    }),
  );
}

/** NATS can't tell the feed's nameless consumers by a prefix; so the named ones of the others are denied one by one. */
function feedPermissions(facts, requests, handlers) {
  const streams = unique(facts.map(streamOf));
  return {
    publish: {
      requests: requests.map(requestSubject),
      'the live feed': streams.flatMap((stream) => [
        ...readStream(stream),
        ...['CREATE', 'INFO', 'DELETE', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.*`),
      ]),
    },
    deny: [...handlers, ...rebuilding(handlers)].flatMap(({ service, fact }) =>
      ['*', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${streamOf(fact)}.${durableOf(service, fact)}`),
    ),
    subscribe: [],
  };
}

const rebuilding = (handlers) =>
  handlers.flatMap(({ service, fact }) => (rebuilders[service] ? [{ service: rebuilders[service], fact }] : []));

const requestSubject = ({ owner, verb, version }) => `request.${owner}.${verb}.v${version}`;

const readStream = (stream) => ['CREATE', 'INFO'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`);

const ownStream = (stream) =>
  ['CREATE', 'UPDATE', 'INFO', 'DELETE', 'MSG.GET'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`);

/** The subject of CREATE carries the filter, which NATS compares: a durable reads that fact and no other. */
function ownConsumer(user, fact) {
  const consumer = `${streamOf(fact)}.${durableOf(user, fact)}`;
  return [
    `$JS.API.CONSUMER.CREATE.${consumer}.${factType(fact)}.*`,
    ...['INFO', 'DELETE', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${consumer}`),
    `$JS.ACK.${consumer}.>`,
  ];
}

/**
 * @param {typeof import('@selvbetjent/contracts')} contracts
 * @param {Handlers} handlers
 * @returns {string} permissions.conf, one variable per user
 */
export function permissionsFile(contracts, handlers) {
  const blocks = Object.entries(permissions(contracts, handlers)).map(([user, { publish, deny, subscribe }]) =>
    [
      `${user.toUpperCase()} = {`,
      '  publish: {',
      '    allow: [',
      '      "$JS.API.INFO"',
      ...Object.entries(publish)
        .filter(([, subjects]) => subjects.length > 0)
        .flatMap(([purpose, subjects]) => [`      # ${purpose}`, ...subjects.map((subject) => `      "${subject}"`)]),
      '    ]',
      ...(deny.length > 0 ? ['    deny: [', ...deny.map((subject) => `      "${subject}"`), '    ]'] : []),
      '  }',
      '  subscribe: {',
      '    allow: [',
      `      "_INBOX.${user}.>"`,
      ...subscribe.map((subject) => `      "${subject}"`),
      '    ]',
      '  }',
      ...(subscribe.length > 0
        ? ['  # Answers to what it was asked.', '  allow_responses: { max: 2, expires: "30s" }']
        : []),
      '}',
      '',
    ].join('\n'),
  );
  return [
    '# Who may say and hear what. Written by deploy/nats/write-permissions.mjs from libs/contracts and from what the',
    "# services' consumers handle; not to be edited. A test tries it on a real server, service by service.",
    '',
    ...blocks,
  ].join('\n');
}
