import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { type ContractClass, factOf, factSubject, factType, streamName } from '@selvbetjent/contracts';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg, nanos } from 'nats';
import { once } from 'node:events';
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
/** What waits here behind a slow handler would be delivered again, and count as failed. */
const FETCHED_AHEAD = 1;
/** Also sets the heartbeat by which a dead connection is noticed. */
const PULL_MS = 5_000;
const RETRY_MS = 1_000;
/** Delays before the second, third … delivery; after the last one comes the dead letter. */
const BACK_OFF_MS = [200, 1_000, 5_000, 15_000, 60_000, 300_000];

/**
 * JetStream as a NestJS transport: one durable pull consumer per (service, fact), one message at a time, acknowledged after the
 * handler's transaction. Handlers declare `@EventPattern(FactClass)`; everything else is left to other transports.
 */
@Injectable()
export class FactServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('jetstream');
  protected override readonly logger = new Logger(FactServer.name);
  private readonly stopping = new AbortController();
  /** Rejects when we stop, so that nothing waits for a NATS that may never come. */
  private readonly stop = once(this.stopping.signal, 'abort').then(() =>
    Promise.reject(new Error('The service stops')),
  );
  private readonly open = new Set<ConsumerMessages>();
  private readonly loops: Promise<void>[] = [];

  constructor(
    @Inject(NatsLink) private readonly nats: NatsLink,
    @Inject(FactHandlers) private readonly handlers: FactHandlers,
    @Inject(DeadLetters) private readonly deadLetters: DeadLetters,
    @Inject(MessagingOptions) private readonly options: MessagingOptions,
  ) {
    super();
    this.stop.catch(() => undefined);
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
    for (const messages of this.open) messages.stop();
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
    const messages = await this.subscribe(contract);
    this.open.add(messages);
    if (this.stopped) messages.stop();
    try {
      for await (const message of messages) {
        if (this.stopped) break;
        await this.settle(factType(described(contract)), message);
      }
    } finally {
      this.open.delete(messages);
      await messages.close();
    }
  }

  private async subscribe(contract: ContractClass): Promise<ConsumerMessages> {
    const connection = await Promise.race([this.nats.connected(), this.stop]);
    const manager = await connection.jetstreamManager();
    const fact = described(contract);
    const [stream, durable] = [streamName(fact), this.durableName(contract)];
    await ensureStream(manager, stream);
    await manager.consumers.add(stream, {
      durable_name: durable,
      filter_subject: factSubject(fact, '*'),
      deliver_policy: fact.snapshot ? DeliverPolicy.LastPerSubject : DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: 1_000,
    });
    const consumer = await connection.jetstream().consumers.get(stream, durable);
    return consumer.consume({ max_messages: FETCHED_AHEAD, expires: PULL_MS, abort_on_missing_resource: true });
  }

  /** One message, to its end: acknowledged after its effect, delayed for another try, or a dead letter with the reason. */
  private async settle(type: string, message: JsMsg): Promise<void> {
    const working = setInterval(() => message.working(), WORKING_MS);
    const envelope = fromHeaders(message.headers);
    const { deliveryCount } = message.info;
    try {
      if (envelope) passing('delivered', envelope);
      const fault = await this.handlers.handle(type, envelope, message.string(), deliveryCount);
      const delayMs = fault && !fault.permanent ? BACK_OFF_MS[deliveryCount - 1] : undefined;
      if (delayMs !== undefined) {
        this.logger.warn(`${message.subject} failed ${deliveryCount} times, again in ${delayMs} ms: ${fault?.reason}`);
        return message.nak(delayMs);
      }
      if (fault) await this.bury(type, envelope, message, fault);
      if (envelope) passing('handled', envelope);
      await message.ackAck();
    } catch (error) {
      this.logger.warn(`${message.subject} stays unsettled and will come again: ${(error as Error).message}`);
    } finally {
      clearInterval(working);
    }
  }

  private async bury(type: string, envelope: Envelope | null, message: JsMsg, { reason }: Fault): Promise<void> {
    const eventId = envelope?.id ?? `${message.info.stream}:${message.seq}`;
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
