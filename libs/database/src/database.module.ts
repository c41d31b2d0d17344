import { type DynamicModule, Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { type DatabaseOptions } from './data-source';
import { Database } from './database';
import { prepareDataSource, UnsuitableDatabase } from './prepare';

const RETRY_MS = 1_000;

@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Waits for a PostgreSQL that doesn't answer yet; stops the start for one that is unsuitable. */
  static forService(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useFactory: () => connect(options) }],
      exports: [Database],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.dataSource.destroy();
  }
}

async function connect(options: DatabaseOptions): Promise<Database> {
  const logger = new Logger(DatabaseModule.name);
  for (;;) {
    try {
      return new Database(await prepareDataSource(options));
    } catch (error) {
      if (error instanceof UnsuitableDatabase || !isUnreachable(error)) throw error;
      logger.warn(`PostgreSQL does not answer yet, trying again: ${(error as Error).message}`);
      await delay(RETRY_MS);
    }
  }
}

const STARTING_UP = '57P03';
const SHUTTING_DOWN = ['57P01', '57P02'];

function isUnreachable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  const socketFault = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'].includes(
    code ?? '',
  );
  return (
    socketFault ||
    code === STARTING_UP ||
    SHUTTING_DOWN.includes(code ?? '') ||
    /timeout|terminated unexpectedly/i.test(message ?? '')
  );
}
