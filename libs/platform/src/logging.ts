import { Logger as NestPinoLogger, type Params, PinoLogger } from 'nestjs-pino';
import { type DestinationStream, type Logger, pino } from 'pino';
import { redactLine } from './redact';
import { traceOfLogLine } from './trace';

/**
 * The process's one logger: JSON lines with `trace_id`. Secrets are taken out of the finished line, so that nothing passes by,
 * whoever logged it and in whatever object.
 * @param destination standard output unless a test listens
 */
export function createLogger(
  { name, level }: { name: string; level: string },
  destination: DestinationStream = pino.destination({ sync: true }),
): Logger {
  return pino({ name, level, mixin: traceOfLogLine, hooks: { streamWrite: redactLine } }, destination);
}

/** For `LoggerModule`: lines within a request tell which one, without its query. */
export function loggerParams(logger: Logger): Params & { pinoHttp: object } {
  return {
    pinoHttp: {
      logger,
      autoLogging: false,
      serializers: {
        req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
          id,
          method,
          url: url.split('?')[0],
        }),
      },
    },
  };
}

/** What Nest and every `new Logger(…)` of its kind write to. */
export function nestLogger(logger: Logger): NestPinoLogger {
  const params = loggerParams(logger);
  return new NestPinoLogger(new PinoLogger(params), params);
}
