import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DeadLetters } from './dead-letters';
import { Inbox } from './inbox';
import { JetStreamServer } from './jetstream.server';
import { NatsLink } from './nats-link';
import { MessagingOptions } from './options';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';
import { RequestServer } from './request.server';
import { Requests } from './requests';

@Global()
@Module({})
export class MessagingModule {
  /** Needs DatabaseModule beside it, with MessagingTables among its migrations. */
  static forService({ service, natsUrl }: { service: string; natsUrl: string }): DynamicModule {
    const exported = [NatsLink, Outbox, OutboxRelay, Inbox, DeadLetters, Requests, JetStreamServer, RequestServer];
    return {
      module: MessagingModule,
      providers: [
        { provide: MessagingOptions, useValue: new MessagingOptions(service, natsUrl) },
        { provide: NatsLink, useFactory: () => new NatsLink(natsUrl, service) },
        ...exported.filter((provider) => provider !== NatsLink),
      ],
      exports: exported,
    };
  }
}
