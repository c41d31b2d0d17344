import { pino } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { ConfigurationError } from './environment';
import { createLogger } from './logging';
import { type RunningService, type ServiceOptions, startService } from './start-service';

/** Supervisors commonly kill after ten seconds. */
const END_WITHIN_MS = 9_500;
const STDERR = 2;

/**
 * The whole of a service's `main.ts`: starts it for as long as the process lives. SIGTERM and SIGINT end it cleanly with code 0;
 * a start that fails, an end that hangs and whatever nobody caught end it with code 1 and the reason on standard error.
 */
export function runService(describe: () => ServiceOptions): void {
  process.on('unhandledRejection', die);
  process.on('uncaughtException', die);
  void run(describe);
}

async function run(describe: () => ServiceOptions): Promise<void> {
  try {
    collectDefaultMetrics();
    const service = await startService(describe());
    let ending: Promise<void> | undefined;
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void (ending ??= end(service)));
  } catch (error) {
    die(error);
  }
}

async function end(service: RunningService): Promise<void> {
  setTimeout(() => die(new Error(`The service did not end within ${END_WITHIN_MS} ms`)), END_WITHIN_MS).unref();
  try {
    await service.close();
    process.exit(0);
  } catch (error) {
    die(error);
  }
}

/** A half-dead process is worse than a dead one: the supervisor starts a fresh one. */
function die(reason: unknown): never {
  if (reason instanceof ConfigurationError) process.stderr.write(`${reason.message}\n`);
  else lastWords().fatal({ err: reason }, 'The process ends');
  process.exit(1);
}

/** Told whatever LOG_LEVEL is, and before the process is gone. */
function lastWords() {
  return createLogger({ name: 'process', level: 'fatal' }, pino.destination({ dest: STDERR, sync: true }));
}
