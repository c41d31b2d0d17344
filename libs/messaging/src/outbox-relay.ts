import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { FACTS, streamName } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type JetStreamClient, JSONCodec } from 'nats';
import { type Envelope, natsSubject, toHeaders } from './envelope';
import { requeueLostFacts } from './lost-facts';
import { NatsLink } from './nats-link';
import { MessagingOptions } from './options';
import { ensureStream } from './streams';
import { WakeUp } from './wake-up';

const BATCH = 256;
const POLL_MS = 250;
const RETRY_MS = 1_000;
const PUBLISH_TIMEOUT_MS = 2_000;
const codec = JSONCodec();

interface OutboxRow {
  position: number;
  station_id: string;
  envelope: Envelope;
  body: object;
}

/**
 * Publishes what the outbox holds: one active relay per service, in order per station, marked only after JetStream's PubAck.
 * A crash in between publishes again under the same id, which readers recognise.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly waking = new WakeUp();
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NatsLink) private readonly nats: NatsLink,
    @Inject(MessagingOptions) private readonly options: MessagingOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  wake(): void {
    this.waking.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.database.withLock('outbox-relay', (query) => this.relayWhileLocked(query));
      } catch (error) {
        if (!this.stopped) this.logger.warn(`Facts wait in the outbox, trying again: ${(error as Error).message}`);
      }
      await this.waking.wait(this.stopped ? 0 : RETRY_MS);
    }
  }

  private async relayWhileLocked(query: Transaction['query']): Promise<void> {
    const reconnects = this.nats.reconnectCount;
    const stream = await this.connect(query);
    while (!this.stopped && this.nats.reconnectCount === reconnects) {
      const rows = await query<OutboxRow>(
        'SELECT position, station_id, envelope, body FROM outbox WHERE published_at IS NULL ORDER BY position LIMIT $1',
        [BATCH],
      );
      if (rows.length === 0) await this.waking.wait(POLL_MS);
      else await this.publishBatch(stream, query, rows);
    }
  }

  private async connect(query: Transaction['query']): Promise<JetStreamClient> {
    const connection = await this.nats.connected();
    const manager = await connection.jetstreamManager();
    const own = FACTS.filter((fact) => fact.owner === this.options.service);
    for (const name of new Set(own.map(streamName))) {
      await ensureStream(manager, name);
      const lost = await requeueLostFacts(
        manager,
        query,
        own.filter((fact) => streamName(fact) === name),
      );
      if (lost > 0) this.logger.error(`JetStream lost facts of ${name}; ${lost} are published again`);
    }
    return connection.jetstream();
  }

  private async publishBatch(stream: JetStreamClient, query: Transaction['query'], rows: OutboxRow[]): Promise<void> {
    const stations = [...new Set(rows.map((row) => row.station_id))];
    const published = await Promise.all(
      stations.map((id) =>
        this.publishInOrder(
          stream,
          rows.filter((row) => row.station_id === id),
        ),
      ),
    );
    const positions = published.flatMap((result) => result.positions);
    if (positions.length > 0) {
      await query('UPDATE outbox SET published_at = now() WHERE position = ANY($1)', [positions]);
    }
    for (const { error } of published) if (error) throw error;
  }

  /** Stops at the first failure, so that nothing of the station overtakes it. */
  private async publishInOrder(
    stream: JetStreamClient,
    rows: OutboxRow[],
  ): Promise<{ positions: number[]; error?: Error }> {
    const positions: number[] = [];
    for (const row of rows) {
      try {
        const options = { msgID: row.envelope.id, headers: toHeaders(row.envelope), timeout: PUBLISH_TIMEOUT_MS };
        await stream.publish(natsSubject(row.envelope), codec.encode(row.body), options);
        positions.push(row.position);
      } catch (error) {
        return { positions, error: error as Error };
      }
    }
    return { positions };
  }
}
