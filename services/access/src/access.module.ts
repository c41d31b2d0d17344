import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { FactServer, MessagingModule, MESSAGING_MIGRATIONS, RequestServer } from '@selvbetjent/messaging';
import { Clock, repeat, type ServiceOptions } from '@selvbetjent/platform';
import { AccessResponder } from './access.responder';
import { alarmParts } from './alarms/alarm-parts';
import { AlarmResponder } from './alarms/alarm.responder';
import { AnswerExecute } from './answer-execute';
import { AttemptStore } from './attempt.store';
import { BuildManifest } from './build-manifest';
import { type AccessConfig } from './config';
import { CountDeniedAttemptsHandler } from './count-denied-attempts';
import { DecideAttempt } from './decide-attempt';
import { DeriveVisits } from './derive-visits';
import { DoorAccess } from './door-access';
import { DoorBootStore } from './door-boot.store';
import { DoorClocks } from './door-clocks';
import { DoorClaimStore, DoorRate } from './door-claim.store';
import { DoorListener } from './door.listener';
import { DoorStore } from './door.store';
import { AskFirstDoor } from './doors/ask-first-door';
import { AskRegularly } from './doors/ask-regularly';
import { DeviceLink } from './doors/device-link';
import { DoorByDialect } from './doors/door-by-dialect';
import { ForeignDoors } from './doors/foreign-doors';
import { DoorDriver } from './doors/door';
import { LiveDoors } from './doors/live-doors';
import { Monotonic, realMonotonic } from './doors/monotonic';
import { MqttDoor } from './doors/mqtt-door';
import { RequestIds } from './doors/request-ids';
import { ForeignDoorKeeper } from './foreign-door-keeper';
import { ForeignDoorListener } from './foreign-door.listener';
import { HearForeignDoor } from './hear-foreign-door';
import { EndAbandonedAttempts } from './end-abandoned-attempts';
import { EndAttempt } from './end-attempt';
import { EndOverdueVisits } from './end-overdue-visits';
import { ExposedDoors, TokenWorld } from './exposed-doors';
import { GrantOrRefuse } from './grant-or-refuse';
import { HearDoor } from './hear-door';
import { Identifiers } from './identifiers';
import { accessJobs } from './jobs';
import { KeepStation } from './keep-station';
import { KnownDoors } from './known-doors';
import { OslonokkelenKeyStore } from './key.store';
import { Keys } from './keys';
import { ListAccess } from './list-access';
import { ListUnmetDemandHandler } from './list-unmet-demand';
import { ManifestStore } from './manifest.store';
import { AccessTables1763700000000 } from './migrations/access-tables';
import { AddAlarms1763800001000 } from './migrations/add-alarms';
import { AddBootClocks1764100000000 } from './migrations/add-boot-clocks';
import { AddLateOpenings1763900002000 } from './migrations/add-late-openings';
import { AddNoticeWays1763900000000 } from './migrations/add-notice-ways';
import { AddRejectedAt1764000000000 } from './migrations/add-rejected-at';
import { AddRefusedRequests1763900001000 } from './migrations/add-refused-requests';
import { AddVisitDeadlines1763800000000 } from './migrations/add-visit-deadlines';
import { NoticeOpenings } from './notice-openings';
import { OslonokkelenController } from './oslonokkelen.controller';
import { RecordDoorChanges } from './record-door-changes';
import { RefusedRequestStore } from './refused-request.store';
import { StationConsumer } from './station.consumer';
import { StationCopies } from './station-copies';
import { StationStore } from './station.store';
import { UnlockDoor } from './unlock-door';
import { UsedTokenStore } from './used-token.store';
import { TokenTrust, VerifyCall } from './verify-call';
import { VisitStore } from './visit.store';
import { WatchContacts } from './watch-contacts';

@Module({})
export class AccessModule {
  static forConfig(config: AccessConfig, time: Monotonic = realMonotonic): DynamicModule {
    return {
      module: AccessModule,
      imports: [
        DatabaseModule.forService({
          schema: 'access',
          url: config.databaseUrl,
          migrations: [
            ...MESSAGING_MIGRATIONS,
            AccessTables1763700000000,
            AddVisitDeadlines1763800000000,
            AddAlarms1763800001000,
            AddNoticeWays1763900000000,
            AddRefusedRequests1763900001000,
            AddLateOpenings1763900002000,
            AddRejectedAt1764000000000,
            AddBootClocks1764100000000,
          ],
        }),
        MessagingModule.forService({ service: 'access', natsUrl: config.natsUrl }),
      ],
      controllers: [OslonokkelenController, StationConsumer, AccessResponder, AlarmResponder],
      providers: [
        { provide: DeviceLink, useFactory: () => new DeviceLink(config.mqttUrl, config.mqttProtocol, time) },
        { provide: LiveDoors, useFactory: () => new LiveDoors(time) },
        { provide: Monotonic, useValue: time },
        { provide: DoorRate, useValue: new DoorRate(config.unlocksPerDoorMinute) },
        { provide: Identifiers, useValue: new Identifiers(config.encryptionKey) },
        { provide: DoorAccess, inject: [Clock], useFactory: (clock: Clock) => new DoorAccess(config.portalUrl, clock) },
        { provide: TokenWorld, useValue: new TokenWorld(config.simulator) },
        {
          provide: Keys,
          inject: [OslonokkelenKeyStore, Clock],
          useFactory: (store: OslonokkelenKeyStore, clock: Clock) => new Keys(config.keysUrl, store, clock),
        },
        {
          provide: TokenTrust,
          inject: [Keys],
          useFactory: (keys: Keys) => new TokenTrust(keys, config.issuer, config.publicUrl),
        },
        { provide: RequestIds, useValue: new RequestIds() },
        { provide: DoorDriver, useExisting: DoorByDialect },
        DoorByDialect,
        MqttDoor,
        AskFirstDoor,
        AskRegularly,
        ForeignDoors,
        ForeignDoorKeeper,
        ForeignDoorListener,
        HearForeignDoor,
        AttemptStore,
        DoorStore,
        DoorBootStore,
        StationStore,
        StationCopies,
        VisitStore,
        UsedTokenStore,
        OslonokkelenKeyStore,
        ExposedDoors,
        VerifyCall,
        AnswerExecute,
        DoorClaimStore,
        DecideAttempt,
        GrantOrRefuse,
        RefusedRequestStore,
        UnlockDoor,
        BuildManifest,
        ManifestStore,
        HearDoor,
        DoorClocks,
        DoorListener,
        KnownDoors,
        RecordDoorChanges,
        DeriveVisits,
        NoticeOpenings,
        EndOverdueVisits,
        ...alarmParts(config.alarmReceivers, config.mail),
        KeepStation,
        CountDeniedAttemptsHandler,
        ListUnmetDemandHandler,
        ListAccess,
        EndAttempt,
        EndAbandonedAttempts,
        WatchContacts,
        ...repeat(accessJobs),
      ],
    };
  }
}

/** Doors need the database, the devices' broker and a copy of each station; NATS only brings news and takes it. */
export function describeAccess(config: AccessConfig, time?: Monotonic): ServiceOptions {
  return {
    name: 'access',
    config,
    module: AccessModule.forConfig(config, time),
    readsBodies: false,
    strategies: [FactServer, RequestServer],
    checks: (app) => ({
      postgres: () => app.get(Database).ping(),
      mqtt: () => app.get(DeviceLink).ping(),
      stations: () => app.get(StationCopies).check(),
    }),
  };
}
