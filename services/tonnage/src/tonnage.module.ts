import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { FactServer, MessagingModule, MESSAGING_MIGRATIONS, NatsLink, RequestServer } from '@selvbetjent/messaging';
import { type ServiceOptions } from '@selvbetjent/platform';
import { type TonnageConfig } from './config';
import { ActivityConsumer } from './activity.consumer';
import { AttemptConsumer } from './attempt.consumer';
import { CountActivity } from './count-activity';
import { CountAttempt } from './count-attempt';
import { CountDropOff } from './count-drop-off';
import { CountScaleHour } from './count-scale-hour';
import { CountVisit } from './count-visit';
import { DropOffConsumer } from './drop-off.consumer';
import { KeepStation } from './keep-station';
import { LiveModel } from './live-model';
import { AddSums1795300000000 } from './migrations/add-sums';
import { CreateReadModel1700000001000 } from './migrations/create-read-model';
import { CreateReports1795219300000 } from './migrations/create-reports';
import { KeepOpenDays1795400000000 } from './migrations/keep-open-days';
import { QueryFlowsHandler } from './query-flows';
import { QueryTonnageHandler } from './query-tonnage';
import { QueryUseHandler } from './query-use';
import { MakeYearReport } from './reports/make-year-report';
import { QueryEffectHandler } from './reports/query-effect';
import { ReadSentReports } from './reports/read-sent-reports';
import { ReportResponder } from './reports/report.responder';
import { ReportStore } from './reports/report.store';
import { SendYearReportHandler } from './reports/send-year-report';
import { ScaleConsumer } from './scale.consumer';
import { StationConsumer } from './station.consumer';
import { TonnageResponder } from './tonnage.responder';
import { VisitConsumer } from './visit.consumer';

export const TONNAGE_MIGRATIONS = [
  ...MESSAGING_MIGRATIONS,
  CreateReadModel1700000001000,
  CreateReports1795219300000,
  AddSums1795300000000,
  KeepOpenDays1795400000000,
];

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
          migrations: TONNAGE_MIGRATIONS,
        }),
        MessagingModule.forService({ service: 'tonnage', natsUrl: config.natsUrl }),
      ],
      controllers: [
        ActivityConsumer,
        AttemptConsumer,
        DropOffConsumer,
        ReportResponder,
        ScaleConsumer,
        StationConsumer,
        TonnageResponder,
        VisitConsumer,
      ],
      providers: [
        CountActivity,
        CountAttempt,
        CountDropOff,
        CountScaleHour,
        CountVisit,
        KeepStation,
        LiveModel,
        MakeYearReport,
        QueryEffectHandler,
        QueryFlowsHandler,
        QueryTonnageHandler,
        QueryUseHandler,
        ReadSentReports,
        ReportStore,
        SendYearReportHandler,
      ],
    };
  }
}
