import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { FactServer, MessagingModule, MESSAGING_MIGRATIONS, NatsLink, RequestServer } from '@selvbetjent/messaging';
import { type ServiceOptions } from '@selvbetjent/platform';
import { ActivityResponder } from './activities/activity.responder';
import { ActivityStore } from './activities/activity.store';
import { BookActivity } from './activities/book-activity';
import { CancelActivityHandler } from './activities/cancel-activity';
import { CorrectActivityHandler } from './activities/correct-activity';
import { ListActivitiesHandler } from './activities/list-activities';
import { RecordActivityHandler } from './activities/record-activity';
import { CheckConservation } from './check-conservation';
import { type DropoffsConfig } from './config';
import { ConservationStore } from './conservation.store';
import { DropOffResponder } from './drop-off.responder';
import { HistoryResponder } from './history/history.responder';
import { HistoryStore } from './history/history.store';
import { ImportHistoryHandler } from './history/import-history';
import { StageHistoryHandler } from './history/stage-history';
import { KeepStation } from './keep-station';
import { LedgerStore } from './ledger.store';
import { ListDropOffsHandler } from './list-drop-offs';
import { ListLevelsHandler } from './list-levels';
import { RunLoader } from './load-run';
import { CreateActivities1795219300000 } from './migrations/create-activities';
import { CreateLedger1700000003000 } from './migrations/create-ledger';
import { CreateReadings1700000002000 } from './migrations/create-readings';
import { CreateRegistry1700000001000 } from './migrations/create-registry';
import { ExtendLedger1700000004000 } from './migrations/extend-ledger';
import { DropoffsOptions } from './options';
import { PoisonStore } from './poison.store';
import { ReadingStore } from './reading.store';
import { ReceiveScaleMessage } from './receive-scale-message';
import { RecordDropOff } from './record-drop-off';
import { RecordReadings } from './record-readings';
import { RecordVisit } from './record-visit';
import { SampleStore } from './sample.store';
import { ScaleRegistry } from './scale-registry';
import { ScaleListener } from './scale.listener';
import { ScaleStore } from './scale.store';
import { StationZoneStore } from './station-zone.store';
import { StationConsumer } from './station.consumer';
import { VisitConsumer } from './visit.consumer';
import { VisitStore } from './visit.store';
import { WeighContainer } from './weigh-container';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';
import { WeighingStore } from './weighing.store';

export const DROPOFFS_MIGRATIONS = [
  ...MESSAGING_MIGRATIONS,
  CreateRegistry1700000001000,
  CreateReadings1700000002000,
  CreateLedger1700000003000,
  ExtendLedger1700000004000,
  CreateActivities1795219300000,
];

/** What runs; ready while its database answers, and the broker if it is the one that listens. */
export function describeDropoffs(config: DropoffsConfig): ServiceOptions {
  return {
    name: 'dropoffs',
    config,
    module: DropoffsModule.forConfig(config),
    strategies: [FactServer, RequestServer],
    checks: (app) => ({
      postgres: () => app.get(Database).ping(),
      nats: () => app.get(NatsLink).ping(),
      mqtt: () => app.get(ScaleListener).ping(),
      stations: () => app.get(ScaleStore).hasStations(),
    }),
  };
}

@Module({})
export class DropoffsModule {
  static forConfig(config: DropoffsConfig): DynamicModule {
    return {
      module: DropoffsModule,
      imports: [
        DatabaseModule.forService({ schema: 'dropoffs', url: config.databaseUrl, migrations: DROPOFFS_MIGRATIONS }),
        MessagingModule.forService({ service: 'dropoffs', natsUrl: config.natsUrl }),
      ],
      controllers: [ActivityResponder, DropOffResponder, HistoryResponder, StationConsumer, VisitConsumer],
      providers: [
        { provide: DropoffsOptions, useValue: new DropoffsOptions(config.mqttUrl, config.mqttProtocol) },
        ActivityStore,
        BookActivity,
        CancelActivityHandler,
        CheckConservation,
        CorrectActivityHandler,
        HistoryStore,
        ImportHistoryHandler,
        ListActivitiesHandler,
        RecordActivityHandler,
        StageHistoryHandler,
        StationZoneStore,
        ConservationStore,
        KeepStation,
        LedgerStore,
        ListDropOffsHandler,
        ListLevelsHandler,
        PoisonStore,
        ReadingStore,
        ReceiveScaleMessage,
        RecordDropOff,
        RecordReadings,
        RecordVisit,
        RunLoader,
        SampleStore,
        ScaleListener,
        ScaleRegistry,
        ScaleStore,
        VisitStore,
        WeighContainer,
        WeighingDueStore,
        WeighingRun,
        WeighingStore,
      ],
    };
  }
}
