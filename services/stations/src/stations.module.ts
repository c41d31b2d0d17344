import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { MessagingModule, MESSAGING_MIGRATIONS, NatsLink, RequestServer } from '@selvbetjent/messaging';
import { repeat, type ServiceOptions } from '@selvbetjent/platform';
import { ApplyStationsFile } from './apply-stations-file';
import { AuditStore } from './audit.store';
import { CloseStationHandler } from './close-station';
import { type StationsConfig } from './config';
import { EndClosureHandler } from './end-closure';
import { AuditResponder } from './history/audit.responder';
import { CheckAudit } from './history/check-audit';
import { ListAuditHandler } from './history/list-audit';
import { ChangeOpeningHoursHandler } from './hours/change-opening-hours';
import { ExceptionResponder, HoursResponder } from './hours/hours.responder';
import { PreviewOpeningHoursHandler } from './hours/preview-opening-hours';
import { RemoveExceptionHandler } from './hours/remove-exception';
import { SaveHours } from './hours/save-hours';
import { SetExceptionHandler } from './hours/set-exception';
import { UndoHoursChangeHandler } from './hours/undo-hours-change';
import { WithdrawOpeningHoursHandler } from './hours/withdraw-opening-hours';
import { ListStationsHandler } from './list-stations';
import { ChainAudit1700000003000 } from './migrations/chain-audit';
import { CreateAudit1700000002000 } from './migrations/create-audit';
import { CreateStations1700000001000 } from './migrations/create-stations';
import { PublishSnapshots } from './publish-snapshots';
import { ChangeRecorder } from './record-change';
import { ChangeStationHandler } from './registry/change-station';
import { CreateStationHandler } from './registry/create-station';
import { ExportStationsHandler } from './registry/export-stations';
import { ImportStationsHandler } from './registry/import-stations';
import { RecordHandleCheckHandler } from './registry/record-handle-check';
import { RegistryResponder } from './registry/registry.responder';
import { SwitchLocations } from './registry/switch-locations';
import { StartUp } from './start-up';
import { StationEntries } from './station-entries';
import { StationResponder } from './station.responder';
import { StationStore } from './station.store';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What runs; ready while its database answers and it can be asked. */
export function describeStations(config: StationsConfig): ServiceOptions {
  return {
    name: 'stations',
    config,
    module: StationsModule.forConfig(config),
    strategies: [RequestServer],
    checks: (app) => ({
      postgres: () => app.get(Database).ping(),
      nats: () => app.get(NatsLink).ping(),
    }),
  };
}

@Module({})
export class StationsModule {
  static forConfig(config: StationsConfig): DynamicModule {
    return {
      module: StationsModule,
      imports: [
        DatabaseModule.forService({
          schema: 'stations',
          url: config.databaseUrl,
          migrations: [
            ...MESSAGING_MIGRATIONS,
            CreateStations1700000001000,
            CreateAudit1700000002000,
            ChainAudit1700000003000,
          ],
        }),
        MessagingModule.forService({ service: 'stations', natsUrl: config.natsUrl }),
      ],
      controllers: [StationResponder, HoursResponder, ExceptionResponder, RegistryResponder, AuditResponder],
      providers: [
        { provide: StationEntries, useValue: new StationEntries(config.stations) },
        ApplyStationsFile,
        AuditStore,
        ChangeOpeningHoursHandler,
        ChangeRecorder,
        ChangeStationHandler,
        CheckAudit,
        CloseStationHandler,
        CreateStationHandler,
        EndClosureHandler,
        ExportStationsHandler,
        ImportStationsHandler,
        ListAuditHandler,
        ListStationsHandler,
        PreviewOpeningHoursHandler,
        PublishSnapshots,
        RecordHandleCheckHandler,
        RemoveExceptionHandler,
        SaveHours,
        SetExceptionHandler,
        SwitchLocations,
        UndoHoursChangeHandler,
        WithdrawOpeningHoursHandler,
        StartUp,
        StationStore,
        ...repeat((parts) => ({
          'check-audit': { everyMs: HOUR_MS, atStart: true, run: () => parts.get(CheckAudit).handle() },
          'publish-snapshots': { everyMs: HOUR_MS, run: () => parts.get(PublishSnapshots).handle() },
          'switch-locations': { everyMs: MINUTE_MS, run: () => parts.get(SwitchLocations).handle() },
        })),
      ],
    };
  }
}
