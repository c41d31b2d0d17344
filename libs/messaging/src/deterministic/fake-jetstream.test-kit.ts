import { type Operations } from '@selvbetjent/testing';
import { type JsMsg, type MsgHdrs, type NatsConnection, type StreamConfig } from 'nats';

interface StoredMessage {
  seq: number;
  id: string;
  subject: string;
  headers: MsgHdrs;
  data: Uint8Array;
}

interface Stream {
  config: Pick<StreamConfig, 'name' | 'subjects'>;
  created: string;
  /** It has lost what it had acknowledged: its owner makes it anew. Until then its order means nothing. */
  isDamaged: boolean;
  lastSeq: number;
  messages: StoredMessage[];
  /** Ids within the duplicate window. */
  ids: Map<string, number>;
  consumers: Map<string, Consumer>;
}

/** Seqs that were given out: how often, and from when on they may be given out again. */
interface Consumer {
  acked: Set<number>;
  /** All up to it are acknowledged. */
  floor: number;
  given: Map<number, { count: number; againAtMs: number }>;
}

const ACK_WAIT_MS = 10_000;
const BORN_MS = Date.UTC(2026, 10, 20);

/** JetStream as the relay and the readers know it, by the time of the simulation. It may lose what it acknowledged. */
export class FakeJetStream {
  readonly streams = new Map<string, Stream>();
  /** Told of every message that is stored, with the stream's birth; null where order means nothing. */
  onStored: (id: string, birth: string | null) => void = () => undefined;
  onAcknowledged: (id: string) => void = () => undefined;
  nowMs = 0;
  /** Rises with each reconnect; what answers then may have forgotten. */
  reconnects = 0;
  private births = 0;

  constructor(
    private readonly operations: Operations,
    /** A reader's mistake: what is given out counts as handled. */
    private readonly acksOnDelivery = false,
  ) {}

  /** The connection as one process sees it. */
  connect(owner: object): { connected: () => Promise<NatsConnection>; reconnectCount: number } {
    const begin = <T>(name: string, act: () => T, isReady?: () => boolean): Promise<T> =>
      this.operations.begin(owner, name, act, isReady);
    const manager = {
      streams: {
        add: (config: Stream['config']) => begin('streams.add', () => this.addStream(config)),
        update: (name: string) => begin('streams.update', () => this.infoOf(name)),
        delete: (name: string) => begin('streams.delete', () => this.streams.delete(name)),
        getMessage: (name: string, { seq }: { seq: number }) => begin('getMessage', () => this.messageAt(name, seq)),
      },
      consumers: {
        add: (name: string, { durable_name: durable }: { durable_name: string }) =>
          begin('consumers.add', () => this.addConsumer(name, durable)),
      },
    };
    const source = {
      publish: (subject: string, data: Uint8Array, { msgID, headers }: { msgID: string; headers: MsgHdrs }) => {
        const { reconnects } = this;
        return begin('publish', () => this.store({ subject, id: msgID, headers, data }, reconnects));
      },
      pull: (stream: string, durable: string) =>
        begin(
          'pull',
          () => this.give(owner, stream, durable),
          () => this.streams.get(stream)?.consumers.has(durable) ?? false,
        ),
    };
    const connection = { jetstreamManager: () => Promise.resolve(manager), jetstream: () => source };
    const reconnects = (): number => this.reconnects;
    return {
      connected: () => Promise.resolve(connection as unknown as NatsConnection),
      get reconnectCount() {
        return reconnects();
      },
    };
  }

  /** All files are gone. */
  wipe(): void {
    this.streams.clear();
    this.reconnects += 1;
  }

  /** The end of each stream is gone, as after a power cut. */
  loseEnd(count: number): void {
    for (const stream of this.streams.values()) {
      stream.isDamaged = true;
      for (const { id } of stream.messages.splice(Math.max(0, stream.messages.length - count))) stream.ids.delete(id);
      stream.lastSeq = stream.messages.at(-1)?.seq ?? 0;
    }
    this.reconnects += 1;
  }

  /** The duplicate window has passed. */
  forgetIds(): void {
    for (const stream of this.streams.values()) stream.ids.clear();
  }

  private addStream(config: Stream['config']): void {
    if (this.streams.has(config.name)) throw new Error('stream name already in use');
    this.births += 1;
    const created = new Date(BORN_MS + this.births).toISOString();
    const empty = {
      isDamaged: false,
      lastSeq: 0,
      messages: [],
      ids: new Map<string, number>(),
      consumers: new Map<string, Consumer>(),
    };
    this.streams.set(config.name, { config, created, ...empty });
  }

  private infoOf(name: string): object {
    const { config, created, lastSeq, messages } = this.streamOf(name);
    const state = { messages: messages.length, first_seq: messages[0]?.seq ?? 0, last_seq: lastSeq };
    return { config: { ...config, num_replicas: 1 }, created, state };
  }

  private messageAt(name: string, seq: number): object {
    const found = this.streamOf(name).messages.find((message) => message.seq === seq);
    if (!found) throw Object.assign(new Error('no message found'), { api_error: { code: 404 } });
    return { header: found.headers };
  }

  private addConsumer(name: string, durable: string): void {
    const { consumers } = this.streamOf(name);
    if (!consumers.has(durable)) consumers.set(durable, { acked: new Set(), floor: 0, given: new Map() });
  }

  private store(
    message: Omit<StoredMessage, 'seq'>,
    askedAt: number,
  ): { stream: string; seq: number; duplicate: boolean } {
    const type = message.subject.slice(0, message.subject.lastIndexOf('.'));
    const stream = [...this.streams.values()].find(({ config }) => config.subjects.includes(`${type}.*`));
    if (!stream) throw new Error('no stream takes this subject');
    const { name } = stream.config;
    const earlier = stream.ids.get(message.id);
    if (earlier !== undefined) return { stream: name, seq: earlier, duplicate: true };
    stream.lastSeq += 1;
    stream.messages.push({ ...message, seq: stream.lastSeq });
    stream.ids.set(message.id, stream.lastSeq);
    // What was under way when JetStream lost its files may come before what is published again.
    const isOrdered = !stream.isDamaged && askedAt === this.reconnects;
    this.onStored(message.id, isOrdered ? stream.created : null);
    return { stream: name, seq: stream.lastSeq, duplicate: false };
  }

  private give(owner: object, name: string, durable: string): JsMsg {
    const stream = this.streamOf(name);
    const consumer = stream.consumers.get(durable);
    const due = consumer && this.dueOf(stream, consumer);
    if (!due) throw Object.assign(new Error('nothing came'), { code: '404' });
    const count = (consumer.given.get(due.seq)?.count ?? 0) + 1;
    const hold = (delayMs: number): void =>
      void consumer.given.set(due.seq, { count, againAtMs: this.nowMs + delayMs });
    const acknowledge = (): void => {
      consumer.acked.add(due.seq);
      while (consumer.acked.has(consumer.floor + 1)) consumer.floor += 1;
      this.onAcknowledged(due.id);
    };
    hold(ACK_WAIT_MS);
    if (this.acksOnDelivery) acknowledge();
    const message = {
      ...{ subject: due.subject, headers: due.headers, seq: due.seq, info: { deliveryCount: count, stream: name } },
      string: () => Buffer.from(due.data).toString(),
      working: () => undefined,
      nak: (delayMs = 0) => {
        if (!this.operations.isDead(owner)) hold(delayMs);
      },
      ackAck: () => this.operations.begin(owner, 'ackAck', acknowledge),
    };
    return message as unknown as JsMsg;
  }

  /** Messages lie at their numbers: a stream begins with 1 and loses only its end. */
  private dueOf({ messages }: Stream, { acked, floor, given }: Consumer): StoredMessage | undefined {
    for (let index = floor; index < messages.length; index += 1) {
      const message = messages[index];
      if (!message || acked.has(message.seq)) continue;
      if ((given.get(message.seq)?.againAtMs ?? 0) <= this.nowMs) return message;
    }
    return undefined;
  }

  private streamOf(name: string): Stream {
    const stream = this.streams.get(name);
    if (!stream) throw new Error('stream not found');
    return stream;
  }
}
