import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { FactServer, MessagingModule, MESSAGING_MIGRATIONS, RequestServer } from '@selvbetjent/messaging';
import { Clock, type ServiceOptions } from '@selvbetjent/platform';
import { AccessResponder } from './access.responder';
import { AnswerExecute } from './answer-execute';
import { AttemptStore } from './attempt.store';
import { BuildManifest } from './build-manifest';
import { type AccessConfig } from './config';
import { DoorAccess } from './door-access';
import { DoorBootStore } from './door-boot.store';
import { DoorListener } from './door.listener';
import { DoorStore } from './door.store';
import { DeviceLink } from './doors/device-link';
import { DoorDriver } from './doors/door';
import { LiveDoors } from './doors/live-doors';
import { MqttDoor } from './doors/mqtt-door';
import { EndAbandonedAttempts } from './end-abandoned-attempts';
import { EndAttempt } from './end-attempt';
import { ExposedDoors, TokenWorld } from './exposed-doors';
import { HearDoor } from './hear-door';
import { Identifiers } from './identifiers';
import { KeepStation } from './keep-station';
import { OslonokkelenKeyStore } from './key.store';
import { Keys } from './keys';
import { ListAccess } from './list-access';
import { ManifestStore } from './manifest.store';
import { AccessTables1763700000000 } from './migrations/access-tables';
import { OslonokkelenController } from './oslonokkelen.controller';
import { RecordDoorChanges } from './record-door-changes';
import { StationConsumer } from './station.consumer';
import { StationCopies } from './station-copies';
import { StationStore } from './station.store';
import { Sweep } from './sweep';
import { UnlockDoor } from './unlock-door';
import { UsedTokenStore } from './used-token.store';
import { TokenTrust, VerifyCall } from './verify-call';
import { VisitStore } from './visit.store';
import { WatchContacts } from './watch-contacts';

@Module({})
export class AccessModule {
  static forConfig(config: AccessConfig): DynamicModule {
    return {
      module: AccessModule,
      imports: [
        DatabaseModule.forService({
          schema: 'access',
          url: config.databaseUrl,
          migrations: [...MESSAGING_MIGRATIONS, AccessTables1763700000000],
        }),
        MessagingModule.forService({ service: 'access', natsUrl: config.natsUrl }),
      ],
      controllers: [OslonokkelenController, StationConsumer, AccessResponder],
      providers: [
        { provide: DeviceLink, useFactory: () => new DeviceLink(config.mqttUrl) },
        { provide: LiveDoors, useFactory: () => new LiveDoors() },
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
        { provide: DoorDriver, useExisting: MqttDoor },
        MqttDoor,
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
        UnlockDoor,
        BuildManifest,
        ManifestStore,
        HearDoor,
        DoorListener,
        RecordDoorChanges,
        KeepStation,
        ListAccess,
        EndAttempt,
        EndAbandonedAttempts,
        WatchContacts,
        Sweep,
      ],
    };
  }
}

/** Doors need the database, the devices' broker and a copy of each station; NATS only brings news and takes it. */
export function describeAccess(config: AccessConfig): ServiceOptions {
  return {
    name: 'access',
    config,
    module: AccessModule.forConfig(config),
    readsBodies: false,
    strategies: [FactServer, RequestServer],
    checks: (app) => ({
      postgres: () => app.get(Database).ping(),
      mqtt: () => app.get(DeviceLink).ping(),
      stations: () => app.get(StationCopies).check(),
    }),
  };
}
