import { type DynamicModule, Global, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { type Logger } from 'pino';
import { Clock, SystemClock } from './clock';
import { HealthController, Readiness } from './health.controller';
import { loggerParams } from './logging';
import { SystemTimer, Timer } from './timer';

/** What every service has, around the service's own module. */
@Global()
@Module({})
export class PlatformModule {
  static forService({ logger, module }: { logger: Logger; module: DynamicModule }): DynamicModule {
    return {
      module: PlatformModule,
      imports: [LoggerModule.forRoot(loggerParams(logger)), module],
      controllers: [HealthController],
      providers: [Readiness, { provide: Clock, useClass: SystemClock }, { provide: Timer, useClass: SystemTimer }],
      exports: [Readiness, Clock, Timer],
    };
  }
}
