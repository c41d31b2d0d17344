import { type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy } from '@nestjs/microservices';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { collectDefaultMetrics, register } from 'prom-client';
import { ConfigurationError } from './environment';
import { ErrorFilter } from './error.filter';
import { type Checks, Readiness } from './health.controller';
import { HttpValidationPipe } from './http-validation.pipe';
import { PlatformModule } from './platform.module';
import { traceRequests } from './trace';

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
  close(): Promise<void>;
}

/** Starts one service: HTTP with health and metrics, its transports, logs, and a clean end. HTTP answers before the brokers do. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const root = PlatformModule.forService({
    name: options.name,
    logLevel: options.config.logLevel,
    module: options.module,
  });
  const app = await NestFactory.create<NestExpressApplication>(root, {
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: true,
    bodyParser: options.readsBodies ?? true,
  });
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.use(traceRequests);
  app.useGlobalFilters(new ErrorFilter());
  app.useGlobalPipes(new HttpValidationPipe());
  app.get(Readiness).checks = options.checks?.(app) ?? {};
  options.prepare?.(app);
  for (const strategy of options.strategies ?? []) {
    app.connectMicroservice({ strategy: app.get(strategy) }, { inheritAppConfig: true });
  }
  await app.startAllMicroservices();
  await app.listen(options.config.port, options.config.host);
  const address = app.getHttpServer().address() as { port: number };
  const url = `http://${options.config.host}:${address.port}`;
  app.get(Logger).log(`${options.name} listens on ${url}`);
  return { app, url, close: () => app.close() };
}

/** The whole of a service's `main.ts`: starts it for as long as the process lives. */
export function runService(describe: () => ServiceOptions): void {
  process.on('unhandledRejection', (reason) => die(reason));
  process.on('uncaughtException', (error) => die(error));
  void run(describe);
}

async function run(describe: () => ServiceOptions): Promise<void> {
  try {
    collectDefaultMetrics({ register });
    const { app } = await startService(describe());
    app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  } catch (error) {
    die(error);
  }
}

/** A half-dead process is worse than a dead one: the supervisor starts a fresh one. */
function die(reason: unknown): never {
  const text = reason instanceof ConfigurationError ? reason.message : ((reason as Error)?.stack ?? String(reason));
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
