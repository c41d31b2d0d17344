import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { type ContractClass, factOf, factSubject, factType, streamName } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { runInTrace } from '@selvbetjent/platform';
import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  nanos,
  type NatsError,
} from 'nats';
import { setTimeout as delay } from 'node:timers/promises';
import { DeadLetters } from './dead-letters';
import { described, type Envelope, fromHeaders } from './envelope';
import { FactHandlers, type Fault } from './fact-handlers';
import { passing } from './fact-points';
import { NatsLink } from './nats-link';
import { MessagingOptions } from './options';
import { ensureStream } from './streams';

const ACK_WAIT_MS = 10_000;
const WORKING_MS = 3_000;
const PULL_MS = 5_000;
const RETRY_MS = 1_000;
/** Delays before the second, third … delivery; after the last one comes the dead letter. */
const BACK_OFF_MS = [200, 1_000, 5_000, 15_000, 60_000, 300_000];
/** JetStream's words for "nothing came in time". */
const NOTHING_CAME = ['404', '408'];
const CONSUMER_EXISTS = 10_148;

/**
 * JetStream as a NestJS transport: one durable pull consumer per (service, fact), one message at a time, acknowledged after the
 * handler's transaction. Handlers declare `@EventPattern(FactClass)`; everything else is left to other transports.
 */
@Injectable()
export class FactServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('jetstream');
  protected override readonly logger = new Logger(FactServer.name);
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];

  constructor(
    @Inject(NatsLink) private readonly nats: Pick<NatsLink, 'connected'>,
    @Inject(FactHandlers) private readonly handlers: FactHandlers,
    @Inject(DeadLetters) private readonly deadLetters: Pick<DeadLetters, 'add'>,
    @Inject(Database) private readonly database: Pick<Database, 'ping'>,
    @Inject(MessagingOptions) private readonly options: Pick<MessagingOptions, 'service'>,
  ) {
    super();
  }

  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false): void {
    if (isEventHandler && factOf(pattern)) this.handlers.add(pattern as ContractClass, callback);
  }

  /** Starts at once; NATS may come later. */
  listen(callback: () => void): void {
    for (const contract of this.handlers.contracts()) {
      this.logger.log(`${String(contract)} → ${this.durableName(contract)}`);
      this.loops.push(this.read(contract));
    }
    callback();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  on(): never {
    throw new Error('The JetStream transport has no events');
  }

  unwrap<T>(): T {
    return this.nats as T;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Rejects when we stop, so that nothing waits for a NATS that may never come. What is done leaves nothing behind. */
  private async unlessStopped<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.stopping;
    let stop = (): void => undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
      stop = () => reject(new Error('The service stops'));
    });
    signal.addEventListener('abort', stop);
    try {
      return await Promise.race([work, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private durableName(contract: ContractClass): string {
    return `${this.options.service}--${factType(described(contract)).replaceAll('.', '-')}`;
  }

  private async read(contract: ContractClass): Promise<void> {
    while (!this.stopped) {
      try {
        await this.readWhileHealthy(contract);
      } catch (error) {
        if (this.stopped) return;
        this.logger.warn(`${this.durableName(contract)} waits, trying again: ${(error as Error).message}`);
        await delay(RETRY_MS, null, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async readWhileHealthy(contract: ContractClass): Promise<void> {
    const connection = await this.unlessStopped(this.nats.connected());
    const fact = described(contract);
    const [stream, durable] = [streamName(fact), this.durableName(contract)];
    const manager = await connection.jetstreamManager();
    await ensureStream(manager, stream);
    await ensureConsumer(manager, stream, {
      durable_name: durable,
      filter_subject: factSubject(fact, '*'),
      deliver_policy: fact.snapshot ? DeliverPolicy.LastPerSubject : DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: 1_000,
    });
    const source = connection.jetstream({ timeout: PULL_MS + 1_000 });
    while (!this.stopped) {
      const message = await this.unlessStopped(this.next(source, stream, durable));
      if (message) await this.settle(factType(fact), message);
    }
  }

  /** One at a time: what waited here behind a slow handler would be delivered again, and count as failed. */
  private async next(source: JetStreamClient, stream: string, durable: string): Promise<JsMsg | null> {
    try {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successors leave a listener behind at each call
      const message = await source.pull(stream, durable, PULL_MS);
      if (!this.stopped) return message;
      message.nak();
      return null;
    } catch (error) {
      if (NOTHING_CAME.includes((error as NatsError).code)) return null;
      throw error;
    }
  }

  /** One message, to its end: acknowledged after its effect, delayed for another try, or a dead letter with the reason. */
  private async settle(type: string, message: JsMsg): Promise<void> {
    const working = setInterval(() => message.working(), WORKING_MS);
    try {
      const envelope = envelopeOf(message);
      await runInTrace(envelope?.traceparent, () => this.settleInTrace(type, envelope, message));
    } catch (error) {
      if (this.stopped) return;
      this.logger.warn(`${message.subject} stays unsettled and will come again: ${(error as Error).message}`);
    } finally {
      clearInterval(working);
    }
  }

  private async settleInTrace(type: string, envelope: Envelope | null, message: JsMsg): Promise<void> {
    if (envelope) passing('delivered', envelope);
    const fault = await this.handle(type, envelope, message);
    const { deliveryCount } = message.info;
    const delayMs = fault && !fault.permanent ? BACK_OFF_MS[deliveryCount - 1] : undefined;
    if (delayMs !== undefined) {
      const what = `${message.subject} ${envelope?.id ?? ''} failed ${deliveryCount} times, again in ${delayMs} ms`;
      this.logger.warn(`${what}: ${fault?.reason}`);
      return message.nak(delayMs);
    }
    if (fault) await this.bury(type, envelope, message, fault);
    if (envelope) passing('handled', envelope);
    await message.ackAck();
  }

  /** While our own database doesn't answer, or others there are in its way, a failure says nothing of the fact: it is kept and tried again. */
  private async handle(type: string, envelope: Envelope | null, message: JsMsg): Promise<Fault | null> {
    for (;;) {
      const fault = await this.handlers.handle(type, envelope, message.string(), message.info.deliveryCount);
      if (!fault || fault.permanent) return fault;
      if (!fault.isContention && (await this.databaseAnswers())) return fault;
      this.logger.warn(`${message.subject} ${envelope?.id ?? ''} waits for the database: ${fault.reason}`);
      await delay(RETRY_MS, null, { signal: this.stopping.signal });
    }
  }

  private databaseAnswers(): Promise<boolean> {
    return this.database.ping().then(
      () => true,
      () => false,
    );
  }

  private async bury(type: string, envelope: Envelope | null, message: JsMsg, { reason }: Fault): Promise<void> {
    const { stream, timestampNanos } = message.info;
    // A stream that was made anew counts from 1 again.
    const eventId = envelope?.id ?? `${stream}:${message.seq}:${timestampNanos}`;
    this.logger.error(`${message.subject} ${eventId} goes to the dead letters: ${reason}`);
    await this.deadLetters.add({
      eventId,
      type,
      envelope,
      body: message.string(),
      reason,
      deliveries: message.info.deliveryCount,
    });
  }
}

/** Null for a message that is none of ours, down to headers that can't be read. */
function envelopeOf(message: JsMsg): Envelope | null {
  try {
    return fromHeaders(message.headers);
  } catch {
    return null;
  }
}

/** A consumer that is there gets what the code says now. */
async function ensureConsumer(
  manager: JetStreamManager,
  stream: string,
  config: Partial<ConsumerConfig> & { durable_name: string },
): Promise<void> {
  try {
    await manager.consumers.add(stream, config);
  } catch (error) {
    if ((error as NatsError).api_error?.err_code !== CONSUMER_EXISTS) throw error;
    await manager.consumers.update(stream, config.durable_name, config);
  }
}
