import { type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy } from '@nestjs/microservices';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Logger } from 'pino';
import { ErrorFilter } from './error.filter';
import { type Checks, Readiness } from './health.controller';
import { measureRequests } from './http-metrics';
import { HttpValidationPipe } from './http-validation.pipe';
import { createLogger, nestLogger } from './logging';
import { answerForParser, refuseNamelessHost } from './parser-answers';
import { PlatformModule } from './platform.module';
import { RequestsUnderWay } from './requests-under-way';
import { traceRequests } from './trace';

/** Longer than any unlock that waits for its door. */
const DRAIN_MS = 7_500;
/** For messages under way. What a transport still waits for then is its connection, which ends next. */
const TRANSPORTS_MS = 1_000;

export interface ServiceOptions {
  name: string;
  config: { host: string; port: number; logLevel: string };
  module: DynamicModule;
  /** Transports for facts and requests, taken from the module. */
  strategies?: Type<CustomTransportStrategy>[];
  /** What `/health/ready` asks. */
  checks?: (app: INestApplication) => Checks;
  /** HTTP bodies are read unless this is false: then nobody's body can fail or delay a call. */
  readsBodies?: boolean;
  /** Additions to the HTTP application before it listens. */
  prepare?: (app: NestExpressApplication) => void;
}

export interface RunningService {
  app: INestApplication;
  url: string;
  /**
   * Ends it in the order in which nothing is lost: HTTP takes no more and answers what it has, then consumers, then what the
   * modules hold (devices' connections, NATS, the database last).
   */
  close(): Promise<void>;
}

/** Starts one service: HTTP with health and metrics, its transports, logs, and a clean end. HTTP answers before the brokers do. */
export async function startService(options: ServiceOptions, logger = loggerOf(options)): Promise<RunningService> {
  const app = await createApp(options, logger);
  const requests = new RequestsUnderWay();
  app.use(requests.track, measureRequests, traceRequests, refuseNamelessHost);
  answerForParser(app.getHttpServer(), requests);
  options.prepare?.(app);
  const strategies = (options.strategies ?? []).map((strategy) => app.get(strategy));
  for (const strategy of strategies) app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(options.config.port, options.config.host);
  const server: Server = app.getHttpServer();
  const { port } = server.address() as { port: number };
  const url = `http://${options.config.host}:${port}`;
  logger.info(`${options.name} listens on ${url}`);
  const close = async (): Promise<void> => {
    const cutOff = await requests.drain(server, DRAIN_MS);
    if (cutOff > 0) logger.warn(`${cutOff} request(s) had no answer after ${DRAIN_MS} ms and were cut off`);
    await Promise.race([
      Promise.all(strategies.map((strategy) => strategy.close() as unknown)),
      delay(TRANSPORTS_MS, null, { ref: false }),
    ]);
    await app.close();
  };
  return { app, url, close };
}

function loggerOf({ name, config }: ServiceOptions): Logger {
  return createLogger({ name, level: config.logLevel });
}

async function createApp(options: ServiceOptions, logger: Logger): Promise<NestExpressApplication> {
  const root = PlatformModule.forService({ logger, module: options.module });
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: nestLogger(logger),
    abortOnError: false,
    bodyParser: options.readsBodies ?? true,
  });
  app.disable('x-powered-by');
  app.useGlobalFilters(new ErrorFilter());
  app.useGlobalPipes(new HttpValidationPipe());
  app.get(Readiness).checks = options.checks?.(app) ?? {};
  return app;
}
