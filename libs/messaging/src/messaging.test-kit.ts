import { Controller, type DynamicModule, Inject, Module } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ContainerLevel,
  DoorUnlocked,
  ListDoors,
  ListLevels,
  ok,
  type Outcome,
  StationChanged,
  type DoorView,
} from '@selvbetjent/contracts';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { currentTraceparent, type RunningService, startService } from '@selvbetjent/platform';
import { type Infrastructure } from '@selvbetjent/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Delivery, PermanentFailure } from './delivery';
import { Inbox } from './inbox';
import { FactServer } from './fact.server';
import { MESSAGING_MIGRATIONS } from './migrations';
import { MessagingModule } from './messaging.module';
import { Outbox } from './outbox';
import { RequestServer } from './request.server';

/** What the readers heard, in order. */
export const heard: { doorId: string; deliveryCount: number }[] = [];
/** The trace in which a handler ran, by door or request. */
export const traces = new Map<string, string | undefined>();
/** How the readers fail; a test replaces it. */
export const faults: { of(delivery: Delivery): Error | null } = { of: () => null };

@Controller()
export class Reader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
  ) {}

  @EventPattern(DoorUnlocked)
  async onDoorUnlocked(@Payload() fact: DoorUnlocked, @Ctx() delivery: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.inbox.isNew(tx, delivery))) return;
      if (fact.doorId === 'poison') throw new PermanentFailure('nobody knows this door');
      const fault = faults.of(delivery);
      if (fault) throw fault;
      traces.set(fact.doorId, currentTraceparent());
      heard.push({ doorId: fact.doorId, deliveryCount: delivery.deliveryCount });
    });
  }

  @EventPattern(StationChanged)
  onStation(@Payload() station: StationChanged): void {
    heard.push({ doorId: `${station.stationId}@${station.revision}`, deliveryCount: 0 });
  }

  @MessagePattern(ListDoors)
  doors(@Payload() request: ListDoors): Promise<Outcome<DoorView[]>> {
    traces.set(`request ${request.stationId ?? ''}`, currentTraceparent());
    if (request.stationId === 'broken') throw new Error('the shelf fell down');
    return Promise.resolve(ok([]));
  }
}

/** Answers its first question at once, and the second when it is let go. */
@Controller()
export class SlowAnswers {
  private static asked = 0;
  static began = new Promise<void>((resolve) => (SlowAnswers.begin = resolve));
  static letGo: () => void;
  private static begin: () => void;
  private static readonly held = new Promise<void>((resolve) => (SlowAnswers.letGo = resolve));

  @MessagePattern(ListLevels)
  async levels(): Promise<Outcome<ContainerLevel[]>> {
    SlowAnswers.asked += 1;
    if (SlowAnswers.asked > 1) {
      SlowAnswers.begin();
      await SlowAnswers.held;
    }
    return ok([]);
  }
}

@Module({})
class Service {
  static named(
    service: string,
    infrastructure: Infrastructure,
    controllers: DynamicModule['controllers'],
  ): DynamicModule {
    const migrations = MESSAGING_MIGRATIONS;
    return {
      module: Service,
      controllers,
      imports: [
        DatabaseModule.forService({ schema: service, url: infrastructure.databaseUrl, migrations }),
        MessagingModule.forService({ service, natsUrl: infrastructure.natsUrl }),
      ],
    };
  }
}

/** A service with nothing but messaging. */
export function start(service: string, infrastructure: Infrastructure, controllers: DynamicModule['controllers'] = []) {
  return startService({
    name: service,
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: Service.named(service, infrastructure, controllers),
    strategies: [FactServer, RequestServer],
  });
}

export function unlocked(doorId: string, stationId = 'trosterud'): DoorUnlocked {
  const at = new Date().toISOString();
  return { attemptId: randomUUID(), stationId, containerId: 'ombruk', doorId, at, revision: 1 };
}

export async function publish(owner: RunningService, ...facts: DoorUnlocked[]): Promise<void> {
  for (const fact of facts) {
    await owner.app.get(Database).transaction((tx) => owner.app.get(Outbox).append(tx, DoorUnlocked, fact));
  }
}

export function deadLetters(
  reader: RunningService,
): Promise<{ reason: string; deliveries: number; station_id: string }[]> {
  return reader.app
    .get(Database)
    .query('SELECT reason, deliveries, station_id FROM dead_letters WHERE replayed_at IS NULL ORDER BY failed_at');
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It never came true');
    await delay(20);
  }
}
