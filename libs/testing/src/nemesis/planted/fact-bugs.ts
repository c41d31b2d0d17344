import { type PlantedBug } from './planted-bug';

const RELAY = 'libs/messaging/src/outbox-relay.ts';
const SERVER = 'libs/messaging/src/fact.server.ts';
const COUNT = 'services/tonnage/src/count-drop-off.ts';
/** The read model has a key of its own that forgives what the inbox forgets; without it the inbox is all there is. */
const NO_OWN_KEY = {
  file: 'services/tonnage/src/read-model.ts',
  find: 'if (!(await this.entries.add(tx, entry))) return;',
  put: 'await this.entries.add(tx, entry);',
};

/** Mistakes on a fact's way: one is lost, or comes twice. */
export const FACT_BUGS: readonly PlantedBug[] = [
  {
    name: 'outbox-by-cursor',
    mistake: 'Positions only rise, so the relay may go on behind the last one.',
    edits: [
      {
        file: RELAY,
        find: 'WHERE published_at IS NULL AND station_id <> ALL($1)',
        put: 'WHERE position > (SELECT coalesce(max(position), 0) FROM outbox WHERE published_at IS NOT NULL) AND published_at IS NULL AND station_id <> ALL($1)',
      },
    ],
    breaks: ['I3', 'I8'],
    options: ['--faults', 'late-commits'],
    provedBy: null,
  },
  {
    name: 'marked-before-published',
    mistake: 'Marked first, nothing is ever published twice.',
    edits: [
      {
        file: RELAY,
        find: '    const positions: number[] = [];\n',
        put: "    const positions: number[] = [];\n    await query('UPDATE outbox SET published_at = now() WHERE position = ANY($1)', [rows.map(({ position }) => position)]);\n",
      },
    ],
    breaks: ['I3', 'I8'],
    options: ['--faults', 'nats-kill,cut,kill-points'],
    provedBy: 'libs/messaging/src/deterministic/deterministic.spec.ts',
  },
  {
    name: 'acknowledged-before-handled',
    mistake: 'Delivered is done.',
    edits: [
      {
        file: SERVER,
        find: 'const fault = await this.handle(type, envelope, message);',
        put: 'await message.ackAck();\n    const fault = await this.handle(type, envelope, message);',
      },
    ],
    breaks: ['I3', 'I8'],
    options: ['--faults', 'sessions-ended,postgres-stop'],
    provedBy: 'libs/messaging/src/deterministic/deterministic.spec.ts',
  },
  {
    name: 'inbox-outside-transaction',
    mistake: 'Remember first that it came, then do it.',
    edits: [
      {
        file: COUNT,
        find: `    await this.model.change(entry.stationId, async (tx) => {
      if (await this.inbox.isNew(tx, delivery)) await this.model.count(tx, entry);
    });`,
        put: `    let isNew = false;
    await this.model.change(entry.stationId, async (tx) => {
      isNew = await this.inbox.isNew(tx, delivery);
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (isNew) await this.model.change(entry.stationId, (tx) => this.model.count(tx, entry));`,
      },
    ],
    breaks: ['I3', 'I8'],
    options: ['--faults', 'sessions-ended,slow', '--minutes', '1'],
    provedBy: null,
  },
  {
    name: 'inbox-of-a-minute',
    mistake: 'What comes again comes within a minute.',
    edits: [
      NO_OWN_KEY,
      {
        file: 'libs/messaging/src/inbox.ts',
        find: "    const rows = await tx.query('INSERT INTO inbox",
        put: "    await tx.query(`DELETE FROM inbox WHERE received_at < now() - interval '1 minute'`);\n    const rows = await tx.query('INSERT INTO inbox",
      },
    ],
    breaks: ['I3'],
    options: ['--faults', 'jetstream-wiped', '--minutes', '1.5'],
    provedBy: null,
  },
  {
    name: 'no-inbox',
    mistake: 'JetStream delivers once: the duplicate window sees to it.',
    edits: [
      NO_OWN_KEY,
      {
        file: COUNT,
        find: 'if (await this.inbox.isNew(tx, delivery)) await this.model.count(tx, entry);',
        put: 'if (delivery) await this.model.count(tx, entry);',
      },
    ],
    breaks: ['I3'],
    options: ['--faults', 'jetstream-wiped'],
    provedBy: null,
  },
  {
    name: 'given-up-without-dead-letter',
    mistake: 'What failed once is not worth another try.',
    edits: [
      {
        file: SERVER,
        find: 'const delayMs = fault && !fault.permanent ? BACK_OFF_MS[deliveryCount - 1] : undefined;',
        put: 'const delayMs = deliveryCount > BACK_OFF_MS.length ? BACK_OFF_MS[0] : undefined;',
      },
      { file: SERVER, find: 'if (fault) await this.bury(type, envelope, message, fault);', put: '' },
    ],
    breaks: ['I3', 'I8'],
    options: ['--faults', 'sessions-ended,postgres-stop'],
    provedBy: 'libs/messaging/src/deterministic/deterministic.spec.ts',
  },
  {
    name: 'reconnects-ten-times',
    mistake: 'A server that is away for longer is a case for people.',
    edits: [
      {
        file: 'libs/messaging/src/nats-link.ts',
        find: 'maxReconnectAttempts: -1,',
        put: 'maxReconnectAttempts: 10,',
      },
    ],
    breaks: ['I12', 'I13'],
    options: ['--faults', 'nats-away'],
    provedBy: null,
  },
];
