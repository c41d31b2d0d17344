import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DeadLetters } from './dead-letters';
import { FactHandlers } from './fact-handlers';
import { FactServer } from './fact.server';
import { Inbox } from './inbox';
import { MessagingGauges } from './messaging-gauges';
import { NatsLink } from './nats-link';
import { MessagingOptions } from './options';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';
import { RequestServer } from './request.server';
import { Requests } from './requests';

@Global()
@Module({})
export class MessagingModule {
  /** Needs DatabaseModule beside it, with MESSAGING_MIGRATIONS among its migrations. */
  static forService({ service, natsUrl }: { service: string; natsUrl: string }): DynamicModule {
    return {
      module: MessagingModule,
      providers: [
        { provide: MessagingOptions, useValue: new MessagingOptions(service, natsUrl) },
        { provide: NatsLink, useFactory: () => new NatsLink(natsUrl, service) },
        Outbox,
        OutboxRelay,
        Inbox,
        FactHandlers,
        FactServer,
        DeadLetters,
        RequestServer,
        Requests,
        MessagingGauges,
      ],
      exports: [NatsLink, Outbox, Inbox, FactServer, RequestServer, Requests],
    };
  }
}
