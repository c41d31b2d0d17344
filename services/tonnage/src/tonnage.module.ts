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
import { CreateReports1795219300000 } from './migrations/create-reports';
import { QueryTonnageHandler } from './query-tonnage';
import { ActivityConsumer } from './reports/activity.consumer';
import { ActivityStore } from './reports/activity.store';
import { CountActivity } from './reports/count-activity';
import { MakeYearReport } from './reports/make-year-report';
import { QueryEffectHandler } from './reports/query-effect';
import { ReadSentReports } from './reports/read-sent-reports';
import { ReportResponder } from './reports/report.responder';
import { ReportStore } from './reports/report.store';
import { SendYearReportHandler } from './reports/send-year-report';
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
          migrations: [...MESSAGING_MIGRATIONS, CreateReadModel1700000001000, CreateReports1795219300000],
        }),
        MessagingModule.forService({ service: 'tonnage', natsUrl: config.natsUrl }),
      ],
      controllers: [
        ActivityConsumer,
        DropOffConsumer,
        ReportResponder,
        StationConsumer,
        TonnageResponder,
        VisitConsumer,
      ],
      providers: [
        ActivityStore,
        CountActivity,
        MakeYearReport,
        QueryEffectHandler,
        ReadSentReports,
        ReportStore,
        SendYearReportHandler,
        CountDropOff,
        CountVisit,
        EntryStore,
        KeepStation,
        QueryTonnageHandler,
        StationStore,
        VisitStore,
      ],
    };
  }
}
