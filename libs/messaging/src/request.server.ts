import { Inject, Injectable, Logger } from '@nestjs/common';
import { type MessageHandler, type NatsContext, ServerNats } from '@nestjs/microservices';
import {
  type ContractClass,
  InvalidBody,
  type Outcome,
  parseBody,
  permanent,
  requestSubject,
  temporary,
} from '@selvbetjent/contracts';
import { runInTrace } from '@selvbetjent/platform';
import { type Msg, type MsgHdrs, type NatsConnection } from 'nats';
import { isObservable, lastValueFrom } from 'rxjs';
import { natsOptions } from './nats-link';
import { MessagingOptions } from './options';

/** Request/reply over core NATS for handlers with `@MessagePattern(RequestClass)`. Every answer is an Outcome, faults too. */
@Injectable()
export class RequestServer extends ServerNats {
  private readonly underWay = new Set<Promise<void>>();
  private connection?: NatsConnection;
  private closing = false;
  private readonly faults = new Logger(RequestServer.name);

  constructor(@Inject(MessagingOptions) options: MessagingOptions) {
    super({
      ...natsOptions(options.natsUrl, `${options.service}-requests`),
      queue: options.service,
    });
  }

  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras?: Record<string, unknown>,
  ): void {
    const subject = requestSubject(pattern);
    if (isEventHandler || !subject) return;
    const answer = (data: unknown, context: NatsContext): Promise<Outcome<unknown>> => {
      const headers = context.getHeaders() as MsgHdrs | undefined;
      return runInTrace(headers?.get('traceparent'), () =>
        this.answer(pattern as ContractClass, callback, { data, context }),
      );
    };
    super.addHandler(subject, answer as MessageHandler, false, extras);
  }

  override handleMessage(channel: string, message: Msg): Promise<void> {
    // Nobody would hear the answer, so nothing may be done either.
    if (this.closing) return Promise.resolve();
    const handled = super.handleMessage(channel, message) as Promise<void>;
    this.underWay.add(handled);
    return handled.finally(() => this.underWay.delete(handled));
  }

  /** Answers what it was asked, then takes its leave. */
  override async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.underWay);
    await this.connection?.drain().catch(() => undefined);
    await super.close();
  }

  override async createNatsClient(): Promise<NatsConnection> {
    this.connection = (await super.createNatsClient()) as NatsConnection;
    if (this.closing) await this.connection.close();
    return this.connection;
  }

  /** Starts at once; NATS may come later. */
  override listen(callback: () => void): Promise<void> {
    void super.listen((error) => error && this.faults.error(error));
    callback();
    return Promise.resolve();
  }

  private async answer(
    contract: ContractClass,
    handler: MessageHandler,
    { data, context }: { data: unknown; context: unknown },
  ): Promise<Outcome<unknown>> {
    try {
      const result: unknown = await handler(parseBody(contract, data), context);
      return (isObservable(result) ? await lastValueFrom(result) : result) as Outcome<unknown>;
    } catch (error) {
      if (error instanceof InvalidBody) return permanent('invalid_request', error.message);
      this.faults.error({ err: error }, `${String(contract)} failed`);
      return temporary('failed', 'The owner of this could not do it just now. Try again in a moment.');
    }
  }
}
