import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { type ContractClass, factOf, factType, type FactDescription, streamName } from '@selvbetjent/contracts';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JetStreamManager, type JsMsg, nanos } from 'nats';
import { lastValueFrom, isObservable } from 'rxjs';
import { setTimeout as delay } from 'node:timers/promises';
import { DeadLetters } from './dead-letters';
import { Delivery, PermanentFailure } from './delivery';
import { type Envelope, filterSubject, fromHeaders } from './envelope';
import { NatsLink } from './nats-link';
import { MessagingOptions } from './options';
import { ensureStream } from './streams';
import { InvalidBody, parseBody } from './validation';

const ACK_WAIT_MS = 10_000;
const WORKING_MS = 3_000;
/** Few enough that a process that takes over waits for little that its predecessor had fetched. */
const FETCHED_AHEAD = 16;
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
export class JetStreamServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('jetstream');
  protected override readonly logger = new Logger(JetStreamServer.name);
  private readonly stopping = new AbortController();
  private readonly open = new Set<ConsumerMessages>();
  private readonly loops: Promise<void>[] = [];

  constructor(
    @Inject(NatsLink) private readonly nats: NatsLink,
    @Inject(DeadLetters) private readonly deadLetters: DeadLetters,
    @Inject(MessagingOptions) private readonly options: MessagingOptions,
  ) {
    super();
  }

  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false): void {
    if (!isEventHandler || !factOf(pattern)) return;
    const contract = pattern as ContractClass;
    if (this.contracts().includes(contract)) throw new Error(`${String(contract)} has two handlers in one service`);
    this.messageHandlers.set(contract as never, callback);
  }

  /** Starts at once; NATS may come later. */
  listen(callback: () => void): void {
    for (const contract of this.contracts()) {
      this.logger.log(`${filterSubject(contract)} → ${this.durableName(contract)}`);
      this.loops.push(this.consume(contract));
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

  private contracts(): ContractClass[] {
    return [...this.messageHandlers.keys()] as unknown as ContractClass[];
  }

  private durableName(contract: ContractClass): string {
    return `${this.options.service}--${factType(factOf(contract) as FactDescription).replaceAll('.', '-')}`;
  }

  private async consume(contract: ContractClass): Promise<void> {
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
    const connection = await this.nats.connected();
    const manager = await connection.jetstreamManager();
    const stream = streamName(factOf(contract) as FactDescription);
    await this.ensureConsumer(manager, stream, contract);
    const consumer = await connection.jetstream().consumers.get(stream, this.durableName(contract));
    const messages = await consumer.consume({
      max_messages: FETCHED_AHEAD,
      expires: PULL_MS,
      abort_on_missing_resource: true,
    });
    this.open.add(messages);
    try {
      for await (const message of messages) {
        if (this.stopped) break;
        await this.settle(contract, message);
      }
    } finally {
      this.open.delete(messages);
      await messages.close();
    }
  }

  private async ensureConsumer(manager: JetStreamManager, stream: string, contract: ContractClass): Promise<void> {
    await ensureStream(manager, stream);
    const durable = this.durableName(contract);
    await manager.consumers.add(stream, {
      durable_name: durable,
      filter_subject: filterSubject(contract),
      deliver_policy: factOf(contract)?.snapshot ? DeliverPolicy.LastPerSubject : DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: 1_000,
    });
  }

  /** One message, to its end: acknowledged after its effect, delayed for another try, or a dead letter with the reason. */
  private async settle(contract: ContractClass, message: JsMsg): Promise<void> {
    const working = setInterval(() => message.working(), WORKING_MS);
    try {
      const fault = await this.handle(contract, message);
      if (!fault) return void (await message.ackAck());
      const delayMs = BACK_OFF_MS[message.info.deliveryCount - 1];
      if (fault.permanent || delayMs === undefined) {
        await this.bury(message, fault.reason);
        return void (await message.ackAck());
      }
      this.logger.warn(
        `${message.subject} failed at delivery ${message.info.deliveryCount}, again in ${delayMs} ms: ${fault.reason}`,
      );
      message.nak(delayMs);
    } catch (error) {
      this.logger.warn(`${message.subject} stays unsettled and will come again: ${(error as Error).message}`);
    } finally {
      clearInterval(working);
    }
  }

  private async handle(
    contract: ContractClass,
    message: JsMsg,
  ): Promise<{ permanent: boolean; reason: string } | null> {
    try {
      const envelope = fromHeaders(message.headers);
      if (!envelope) throw new PermanentFailure('no CloudEvents headers');
      const body = parseBody(contract, JSON.parse(message.string()));
      const handler = this.messageHandlers.get(contract as never) as MessageHandler;
      const result: unknown = await handler(body, deliveryOf(envelope, message));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      return null;
    } catch (error) {
      const permanent =
        error instanceof PermanentFailure || error instanceof InvalidBody || error instanceof SyntaxError;
      return { permanent, reason: (error as Error).message };
    }
  }

  private async bury(message: JsMsg, reason: string): Promise<void> {
    const envelope = fromHeaders(message.headers);
    this.logger.error(`${message.subject} ${envelope?.id ?? ''} goes to the dead letters: ${reason}`);
    await this.deadLetters.add({
      eventId: envelope?.id ?? `${message.info.stream}:${message.seq}`,
      type: envelope?.type ?? message.subject,
      stationId: envelope?.subject ?? '',
      body: message.string(),
      reason,
      deliveries: message.info.deliveryCount,
    });
  }
}

function deliveryOf(envelope: Envelope, message: JsMsg): Delivery {
  return new Delivery(
    envelope.id,
    envelope.type,
    new Date(envelope.time),
    envelope.subject,
    message.info.deliveryCount,
  );
}
