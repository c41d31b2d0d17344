import { type DynamicModule, Global, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Clock, SystemClock } from './clock';
import { HealthController, Readiness } from './health.controller';
import { traceOfLogLine } from './trace';

const REDACTED = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
];

@Global()
@Module({})
export class PlatformModule {
  static forService({
    name,
    logLevel,
    module,
  }: {
    name: string;
    logLevel: string;
    module: DynamicModule;
  }): DynamicModule {
    return {
      module: PlatformModule,
      imports: [LoggerModule.forRoot({ pinoHttp: loggerOptions(name, logLevel) }), module],
      controllers: [HealthController],
      providers: [Readiness, { provide: Clock, useClass: SystemClock }],
      exports: [Readiness, Clock],
    };
  }
}

function loggerOptions(name: string, level: string) {
  return {
    name,
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    autoLogging: false,
    mixin: traceOfLogLine,
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        url: request.url.split('?')[0],
      }),
    },
  };
}
