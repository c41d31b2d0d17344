import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { MessagingModule, MESSAGING_MIGRATIONS, NatsLink } from '@selvbetjent/messaging';
import { repeat, type ServiceOptions } from '@selvbetjent/platform';
import { type IncomingMessage } from 'node:http';
import { refuseBadAddresses } from './addresses';
import { AnswerTypesInterceptor } from './answer-types.interceptor';
import { AnsweredWriteStore } from './answered-write.store';
import { ActivityController } from './api/activity.controller';
import { AlertController } from './api/alert.controller';
import { ClosureController } from './api/closure.controller';
import { EventController } from './api/event.controller';
import { DeviceController } from './api/device.controller';
import { ExceptionController } from './api/exception.controller';
import { ExportController } from './api/export.controller';
import { SystemHealthController } from './api/health.controller';
import { FlowController } from './api/flow.controller';
import { HistoryController } from './api/history.controller';
import { OpeningHoursController } from './api/opening-hours.controller';
import { OperationController } from './api/operation.controller';
import { RegistryController } from './api/registry.controller';
import { ScheduleController } from './api/schedule.controller';
import { StaffEntryController } from './api/staff-entry.controller';
import { ReportController } from './api/report.controller';
import { StationController } from './api/station.controller';
import { TodayController } from './api/today.controller';
import { TonnageController } from './api/tonnage.controller';
import { UploadController } from './api/upload.controller';
import { UseController } from './api/use.controller';
import { serveApiDocs } from './openapi/api-docs';
import { type PortalConfig } from './config';
import { EventFeed } from './event-feed';
import { LedgerExport } from './exports/ledger-export';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { CreatePeople1700000002000 } from './migrations/create-people';
import { CreateSessions1700000001000 } from './migrations/create-sessions';
import { KeepEtags1700000003000 } from './migrations/keep-etags';
import { BODIES, refuseOtherTypes } from './media-types';
import { refuseOtherMethods } from './other-methods';
import { OutwardsController } from './outwards/outwards.controller';
import { PublicAddress } from './outwards/public-address';
import { StationPage } from './outwards/station-page';
import { Owners } from './owners';
import { ReadFlows } from './read-flows';
import { limitRates } from './rate-limits';
import { securityHeaders } from './security-headers';
import { ServiceHealth } from './service-health';
import { AccessGuard } from './sign-in/access.guard';
import { createDemoProvider } from './sign-in/demo-provider';
import { IdentityProvider } from './sign-in/identity-provider';
import { ForgetPeople } from './sign-in/forget-people';
import { ListPeople } from './sign-in/list-people';
import { OidcOptions } from './sign-in/oidc-options';
import { PeopleController } from './sign-in/people.controller';
import { PersonStore } from './sign-in/person.store';
import { SessionController } from './sign-in/session.controller';
import { SessionCookies } from './sign-in/session-cookies';
import { SessionStore } from './sign-in/session.store';
import { SessionWatch } from './sign-in/session-watch';
import { SignIn } from './sign-in/sign-in';
import { SignInController } from './sign-in/sign-in.controller';
import { serveWebApp } from './web-app';

const HOUR_MS = 60 * 60_000;
const MOST_UPLOAD_BYTES = 256 * 1024;

/** What runs; ready while its sessions can be read and the owners can be asked. */
export function describePortal(config: PortalConfig): ServiceOptions {
  return {
    name: 'portal',
    config,
    module: PortalModule.forConfig(config),
    checks: (app) => ({
      postgres: () => app.get(Database).ping(),
      nats: () => app.get(NatsLink).ping(),
    }),
    prepare: (app) => prepare(app, config),
  };
}

const MOST_HISTORY_BYTES = 5 * 1024 * 1024;

/** Only there is text taken in, and so much of it. */
function isHistoryFile({ url = '', headers }: IncomingMessage): boolean {
  return BODIES.history.path.test(url.replace(/\?.*/, '')) && (headers['content-type'] ?? '').startsWith('text/csv');
}

function prepare(app: NestExpressApplication, config: PortalConfig): void {
  app.set('trust proxy', config.trustedProxies);
  app.use(securityHeaders(config), limitRates(), refuseBadAddresses, refuseOtherMethods(app), refuseOtherTypes);
  app.useBodyParser('raw', { type: isUpload, limit: MOST_UPLOAD_BYTES });
  app.useBodyParser('text', { type: isHistoryFile, limit: MOST_HISTORY_BYTES });
  if (config.oidc.embedded) app.use('/oidc', createDemoProvider(config).callback());
  app.useBodyParser('text', { type: [...BODIES.stationsFile.types], limit: '400kb' });
  serveWebApp(app, config.webRoot);
  serveApiDocs(app);
}

/** Devices' readings are decoded by their owner, byte by byte as they came. */
function isUpload({ url = '' }: IncomingMessage): boolean {
  return BODIES.readings.path.test(url.replace(/\?.*/, ''));
}

@Module({})
export class PortalModule {
  static forConfig(config: PortalConfig): DynamicModule {
    return {
      module: PortalModule,
      imports: [
        DatabaseModule.forService({
          schema: 'portal',
          url: config.databaseUrl,
          migrations: [
            ...MESSAGING_MIGRATIONS,
            CreateSessions1700000001000,
            CreatePeople1700000002000,
            KeepEtags1700000003000,
          ],
        }),
        MessagingModule.forService({ service: 'portal', natsUrl: config.natsUrl }),
      ],
      controllers: [
        SignInController,
        SessionController,
        SystemHealthController,
        OutwardsController,
        RegistryController,
        StationController,
        ScheduleController,
        OpeningHoursController,
        ExceptionController,
        ClosureController,
        TonnageController,
        FlowController,
        UseController,
        OperationController,
        StaffEntryController,
        DeviceController,
        UploadController,
        ActivityController,
        AlertController,
        EventController,
        ExportController,
        HistoryController,
        ReportController,
        TodayController,
        PeopleController,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: AnswerTypesInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: OidcOptions, useValue: new OidcOptions(config.oidc, `${config.publicUrl}/callback`) },
        { provide: PublicAddress, useValue: new PublicAddress(config.publicUrl) },
        { provide: SessionCookies, useValue: new SessionCookies(config) },
        { provide: ServiceHealth, useValue: new ServiceHealth(config.services) },
        AnsweredWriteStore,
        EventFeed,
        ForgetPeople,
        IdentityProvider,
        LedgerExport,
        ListPeople,
        Owners,
        ReadFlows,
        PersonStore,
        SessionStore,
        SessionWatch,
        SignIn,
        StationPage,
        ...repeat((parts) => ({
          'forget-people': { everyMs: HOUR_MS, atStart: true, run: () => parts.get(ForgetPeople).handle() },
        })),
      ],
    };
  }
}
