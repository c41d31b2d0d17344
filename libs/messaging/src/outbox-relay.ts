import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { WakeUp } from '@selvbetjent/platform';
import { type JetStreamClient, JSONCodec } from 'nats';
import { type Envelope, toHeaders } from './envelope';
import { countSent, passing } from './fact-points';
import { NatsLink } from './nats-link';
import { MessagingOptions } from './options';
import { OwnStreams } from './own-streams';

const BATCH = 256;
const POLL_MS = 250;
const RETRY_MS = 1_000;
const PUBLISH_TIMEOUT_MS = 2_000;
const codec = JSONCodec();

interface OutboxRow {
  position: number;
  envelope: Envelope;
  body: object;
}

/** One holding of the lock over one connection. */
interface Tenure {
  stream: JetStreamClient;
  query: Transaction['query'];
  isSame: () => boolean;
  /** Stations whose fact was not taken. */
  refused: Map<string, Error>;
}

/**
 * Publishes what the outbox holds: one active relay per service, in order per station, marked only after JetStream's PubAck.
 * A crash in between publishes again under the same id, which readers recognise.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly streams: OwnStreams;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Pick<Database, 'withLock'>,
    @Inject(NatsLink) private readonly nats: Pick<NatsLink, 'connected' | 'reconnectCount'>,
    @Inject(MessagingOptions) options: Pick<MessagingOptions, 'service'>,
    @Optional() @Inject(WakeUp) private readonly waking: Pick<WakeUp, 'wake' | 'wait'> = new WakeUp(),
  ) {
    this.streams = new OwnStreams(options.service);
  }

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

  /** Until the connection was lost in between: what answers then may not have what was published before. */
  private async relayWhileLocked(query: Transaction['query']): Promise<void> {
    const connection = await this.nats.connected();
    const reconnects = this.nats.reconnectCount;
    const isSame = (): boolean => !this.stopped && this.nats.reconnectCount === reconnects;
    const lost = await this.streams.ensure(await connection.jetstreamManager(), query);
    if (lost > 0) this.logger.error(`JetStream lacks facts of ours; ${lost} are published again`);
    const refused = new Map<string, Error>();
    while (isSame()) {
      const rows = await query<OutboxRow>(
        `SELECT position, envelope, body FROM outbox WHERE published_at IS NULL AND station_id <> ALL($1)
         ORDER BY position LIMIT $2`,
        [[...refused.keys()], BATCH],
      );
      if (rows.length > 0) await this.publishBatch(rows, { stream: connection.jetstream(), query, isSame, refused });
      else if (refused.size > 0)
        throw new Error([...refused].map(([id, { message }]) => `${id}: ${message}`).join('; '));
      else await this.waking.wait(POLL_MS);
    }
  }

  /** A station whose fact is refused holds up only itself, until the next try. */
  private async publishBatch(rows: OutboxRow[], { stream, query, isSame, refused }: Tenure): Promise<void> {
    const positions: number[] = [];
    const publishInOrder = async (stationId: string): Promise<void> => {
      for (const row of rows.filter(({ envelope }) => envelope.subject === stationId)) {
        if (!isSame()) return;
        await this.publish(stream, row);
        positions.push(row.position);
      }
    };
    const stations = [...new Set(rows.map(({ envelope }) => envelope.subject))];
    await Promise.all(
      stations.map((id) => publishInOrder(id).catch((error: unknown) => refused.set(id, error as Error))),
    );
    await this.streams.remember(query);
    await query('UPDATE outbox SET published_at = now() WHERE position = ANY($1)', [positions]);
  }

  private async publish(stream: JetStreamClient, { envelope, body }: OutboxRow): Promise<void> {
    passing('committed', envelope);
    try {
      const options = { msgID: envelope.id, headers: toHeaders(envelope), timeout: PUBLISH_TIMEOUT_MS };
      const acknowledged = await stream.publish(`${envelope.type}.${envelope.subject}`, codec.encode(body), options);
      passing('published', envelope);
      this.streams.acknowledged(acknowledged);
      countSent(envelope.type);
    } catch (error) {
      countSent(envelope.type, error as Error);
      throw error;
    }
  }
}
