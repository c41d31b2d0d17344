import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ClientNats, NatsRecordBuilder } from '@nestjs/microservices';
import { type Outcome, type RequestTo, requestSubject, temporary } from '@selvbetjent/contracts';
import { childOf, currentTraceparent } from '@selvbetjent/platform';
import { headers } from 'nats';
import { firstValueFrom, timeout } from 'rxjs';
import { natsOptions } from './nats-link';
import { MessagingOptions } from './options';

const ANSWER_MS = 5_000;

/** Asks a fact's owner. Never inside an event handler and never in the door's path. */
@Injectable()
export class Requests implements OnApplicationShutdown {
  private readonly logger = new Logger(Requests.name);
  private readonly client: ClientNats;

  constructor(@Inject(MessagingOptions) options: MessagingOptions) {
    this.client = new ClientNats(natsOptions(options.natsUrl, `${options.service}-asks`));
  }

  /** No answer within five seconds, or NATS down, is `temporary` with code `unavailable`. */
  async ask<Reply, Body extends RequestTo<Reply>>(
    contract: new () => Body & RequestTo<Reply>,
    body: Omit<Body, 'replyType'>,
  ): Promise<Outcome<Reply>> {
    const subject = requestSubject(contract);
    if (!subject) throw new Error(`${contract.name} is not a request; decorate it with @Request`);
    const trace = headers();
    trace.set('traceparent', childOf(currentTraceparent()));
    const record = new NatsRecordBuilder(body).setHeaders(trace).build();
    try {
      return await firstValueFrom(this.client.send<Outcome<Reply>>(subject, record).pipe(timeout(ANSWER_MS)));
    } catch (error) {
      this.logger.warn(`${subject} got no answer: ${(error as Error)?.message ?? String(error)}`);
      return temporary('unavailable', 'The part of the system that knows this does not answer. Try again in a minute.');
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
