import { type DynamicModule, Module } from '@nestjs/common';
import { type ContractClass } from '@selvbetjent/contracts';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { MessagingModule, MESSAGING_MIGRATIONS, Outbox } from '@selvbetjent/messaging';
import { startService } from '@selvbetjent/platform';

/** Stands in for the service that owns some facts: publishes them as it would, through an outbox of its own. */
export interface FactSource {
  publish<T extends { stationId: string }>(fact: ContractClass<T>, ...bodies: T[]): Promise<void>;
  stop(): Promise<void>;
}

@Module({})
class FactSourceModule {
  static forOwner(owner: string, system: { databaseUrl: string; natsUrl: string }): DynamicModule {
    return {
      module: FactSourceModule,
      imports: [
        DatabaseModule.forService({
          schema: owner,
          url: system.databaseUrl,
          migrations: MESSAGING_MIGRATIONS,
        }),
        MessagingModule.forService({ service: owner, natsUrl: system.natsUrl }),
      ],
    };
  }
}

export async function startFactSource(
  owner: 'access' | 'stations' | 'dropoffs',
  system: { databaseUrl: string; natsUrl: string },
): Promise<FactSource> {
  const service = await startService({
    name: `${owner}-source`,
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: FactSourceModule.forOwner(owner, system),
  });
  const [database, outbox] = [service.app.get(Database), service.app.get(Outbox)];
  return {
    publish: async (fact, ...bodies) => {
      await database.transaction(async (tx) => {
        for (const body of bodies) await outbox.append(tx, fact, body);
      });
    },
    stop: () => service.close(),
  };
}
