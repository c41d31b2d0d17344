import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { FactServer, MessagingModule, MESSAGING_MIGRATIONS, NatsLink, RequestServer } from '@selvbetjent/messaging';
import { repeat, type ServiceOptions } from '@selvbetjent/platform';
import { BookRun } from './book-run';
import { BrokerWatch } from './broker-watch';
import { Calibrations } from './calibrations';
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
import { CorrectDropOffHandler } from './correct-drop-off';
import { DeviceKeyStore } from './device-key.store';
import { DeviceKeys } from './device-keys';
import { CoverageStore } from './scale-hours/coverage.store';
import { TellCoverage } from './scale-hours/tell-coverage';
import { DropOffResponder } from './drop-off.responder';
import { DropOldReadings } from './drop-old-readings';
import { EnterByStaff } from './enter-by-staff';
import { FinishSilentWeighings } from './finish-silent-weighings';
import { IngestGauges } from './ingest-gauges';
import { BookHistory } from './history/book-history';
import { CorrectImported } from './history/correct-imported';
import { HistoryResponder } from './history/history.responder';
import { HistoryStore } from './history/history.store';
import { ImportHistoryHandler } from './history/import-history';
import { StageHistoryHandler } from './history/stage-history';
import { dropoffsJobs } from './jobs';
import { KeepStation } from './keep-station';
import { LedgerStore } from './ledger.store';
import { ListDropOffsHandler } from './list-drop-offs';
import { ListLevelsHandler } from './list-levels';
import { ListPoisonHandler } from './list-poison';
import { ListScaleAlarmsHandler } from './list-scale-alarms';
import { ListScaleDevicesHandler } from './list-scale-devices';
import { ListScaleReadingsHandler } from './list-scale-readings';
import { ListenerStateStore } from './listener-state.store';
import { RunLoader } from './load-run';
import { AddDeviceRegistry1700000006000 } from './migrations/add-device-registry';
import { AddStaffEntries1700000007000 } from './migrations/add-staff-entries';
import { AddCoverage1795300000000 } from './migrations/add-coverage';
import { CreateActivities1795219300000 } from './migrations/create-activities';
import { CreateLedger1700000003000 } from './migrations/create-ledger';
import { CreateReadings1700000002000 } from './migrations/create-readings';
import { CreateRegistry1700000001000 } from './migrations/create-registry';
import { ExtendLedger1700000004000 } from './migrations/extend-ledger';
import { DecodeForeign } from './decode-foreign';
import { GiveWordsSubjects1795500000000 } from './migrations/give-words-subjects';
import { KeepHistoryRows1795600000000 } from './migrations/keep-history-rows';
import { KeepStability1795400000000 } from './migrations/keep-stability';
import { PartitionReadings1700000005000 } from './migrations/partition-readings';
import { RememberAskedSeqs1795500100000 } from './migrations/remember-asked-seqs';
import { RememberWhenSent1795700000000 } from './migrations/remember-when-sent';
import { WeighByDay1700000008000 } from './migrations/weigh-by-day';
import { DropoffsOptions } from './options';
import { MatchAdded } from './match-added';
import { OwnDevice } from './own-device';
import { PoisonStore } from './poison.store';
import { ReadingDays } from './reading-days';
import { ReadingStore } from './reading.store';
import { ReceiveScaleMessage } from './receive-scale-message';
import { RebirthRequests } from './rebirth-requests';
import { RecordCollectionHandler } from './record-collection';
import { RecordDropOff } from './record-drop-off';
import { RecordManualDropOffHandler } from './record-manual-drop-off';
import { RecordReadings } from './record-readings';
import { RecordTransferHandler } from './record-transfer';
import { RecordVisit } from './record-visit';
import { Relabelling } from './relabelling';
import { ReplayPoisonHandler } from './replay-poison';
import { SampleStore } from './sample.store';
import { ScaleAlarmResponder } from './scale-alarm.responder';
import { ScaleDeviceResponder } from './scale-device.responder';
import { ScaleReadingResponder } from './scale-reading.responder';
import { ScaleRegistry } from './scale-registry';
import { ScaleIntake } from './scale-intake';
import { ScaleListener } from './scale.listener';
import { ScaleStore } from './scale.store';
import { ShowWeighingHandler } from './show-weighing';
import { StaffEntryResponder } from './staff-entry.responder';
import { StaffEntryStore } from './staff-entry.store';
import { StationZoneStore } from './station-zone.store';
import { StationConsumer } from './station.consumer';
import { TransferSides } from './transfer-sides';
import { UnplacedSayingStore } from './unplaced-saying.store';
import { UploadReadingsHandler } from './upload-readings';
import { UploadResponder } from './upload.responder';
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
  PartitionReadings1700000005000,
  AddDeviceRegistry1700000006000,
  AddStaffEntries1700000007000,
  WeighByDay1700000008000,
  CreateActivities1795219300000,
  AddCoverage1795300000000,
  KeepStability1795400000000,
  GiveWordsSubjects1795500000000,
  RememberAskedSeqs1795500100000,
  KeepHistoryRows1795600000000,
  RememberWhenSent1795700000000,
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
      controllers: [
        ActivityResponder,
        DropOffResponder,
        HistoryResponder,
        ScaleAlarmResponder,
        ScaleDeviceResponder,
        ScaleReadingResponder,
        StaffEntryResponder,
        StationConsumer,
        UploadResponder,
        VisitConsumer,
      ],
      providers: [
        {
          provide: DropoffsOptions,
          useValue: new DropoffsOptions(config.mqttUrl, config.mqttProtocol, config.rawRetentionDays),
        },
        ActivityStore,
        BookActivity,
        BookHistory,
        BookRun,
        BrokerWatch,
        Calibrations,
        CancelActivityHandler,
        CheckConservation,
        ConservationStore,
        CorrectActivityHandler,
        CorrectDropOffHandler,
        CorrectImported,
        CoverageStore,
        DecodeForeign,
        DeviceKeys,
        DeviceKeyStore,
        DropOldReadings,
        EnterByStaff,
        FinishSilentWeighings,
        HistoryStore,
        ImportHistoryHandler,
        IngestGauges,
        KeepStation,
        LedgerStore,
        ListActivitiesHandler,
        ListDropOffsHandler,
        ListenerStateStore,
        ListLevelsHandler,
        ListPoisonHandler,
        ListScaleAlarmsHandler,
        ListScaleDevicesHandler,
        ListScaleReadingsHandler,
        MatchAdded,
        OwnDevice,
        PoisonStore,
        ReadingDays,
        ReadingStore,
        RebirthRequests,
        ReceiveScaleMessage,
        RecordActivityHandler,
        RecordCollectionHandler,
        RecordDropOff,
        RecordManualDropOffHandler,
        RecordReadings,
        RecordTransferHandler,
        RecordVisit,
        Relabelling,
        ReplayPoisonHandler,
        RunLoader,
        SampleStore,
        ScaleIntake,
        ScaleListener,
        ScaleRegistry,
        ScaleStore,
        ShowWeighingHandler,
        StaffEntryStore,
        StageHistoryHandler,
        StationZoneStore,
        TellCoverage,
        TransferSides,
        UnplacedSayingStore,
        UploadReadingsHandler,
        VisitStore,
        WeighContainer,
        WeighingDueStore,
        WeighingRun,
        WeighingStore,
        ...repeat(dropoffsJobs),
      ],
    };
  }
}
