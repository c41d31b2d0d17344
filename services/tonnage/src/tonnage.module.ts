import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { FactServer, MessagingModule, MESSAGING_MIGRATIONS, NatsLink, RequestServer } from '@selvbetjent/messaging';
import { type ServiceOptions } from '@selvbetjent/platform';
import { type TonnageConfig } from './config';
import { CountDropOff } from './count-drop-off';
import { CountVisit } from './count-visit';
import { DropOffConsumer } from './drop-off.consumer';
import { EntryStore } from './entry.store';
import { KeepStation } from './keep-station';
import { CreateReadModel1700000001000 } from './migrations/create-read-model';
import { QueryTonnageHandler } from './query-tonnage';
import { StationConsumer } from './station.consumer';
import { StationStore } from './station.store';
import { TonnageResponder } from './tonnage.responder';
import { VisitConsumer } from './visit.consumer';
import { VisitStore } from './visit.store';

/** What runs; ready while its database answers and it can be asked. */
export function describeTonnage(config: TonnageConfig): ServiceOptions {
  return {
    name: 'tonnage',
    config,
    module: TonnageModule.forConfig(config),
    strategies: [FactServer, RequestServer],
    checks: (app) => ({
      postgres: () => app.get(Database).ping(),
      nats: () => app.get(NatsLink).ping(),
    }),
  };
}

@Module({})
export class TonnageModule {
  static forConfig(config: TonnageConfig): DynamicModule {
    return {
      module: TonnageModule,
      imports: [
        DatabaseModule.forService({
          schema: 'tonnage',
          url: config.databaseUrl,
          migrations: [...MESSAGING_MIGRATIONS, CreateReadModel1700000001000],
        }),
        MessagingModule.forService({ service: 'tonnage', natsUrl: config.natsUrl }),
      ],
      controllers: [DropOffConsumer, StationConsumer, TonnageResponder, VisitConsumer],
      providers: [CountDropOff, CountVisit, EntryStore, KeepStation, QueryTonnageHandler, StationStore, VisitStore],
    };
  }
}
