import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type OpenAPIObject } from '@nestjs/swagger';
import { Clock, Readiness, SystemClock, SystemTimer, Timer } from '@selvbetjent/platform';
import { readPortalConfig } from '../../src/config';
import { describeApi } from '../../src/openapi/api-docs';
import { PortalModule } from '../../src/portal.module';

const ANY_CONFIG = {
  DATABASE_URL: 'postgres://127.0.0.1/none',
  NATS_URL: 'nats://127.0.0.1',
  SESSION_SECRET: 'for a description alone',
};

@Global()
@Module({
  providers: [Readiness, { provide: Clock, useClass: SystemClock }, { provide: Timer, useClass: SystemTimer }],
  exports: [Readiness, Clock, Timer],
})
class PlatformOfNobody {}

@Module({ imports: [PlatformOfNobody, PortalModule.forConfig(readPortalConfig(ANY_CONFIG))] })
class DescribedPortal {}

/** The portal's OpenAPI document, without a portal: nothing is connected or served. */
export async function describePortalApi(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(DescribedPortal, { preview: true, logger: false, abortOnError: false });
  return describeApi(app);
}
