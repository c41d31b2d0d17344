import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { WakeUp } from '@selvbetjent/platform';
import { type Envelope } from './envelope';
import { type Fault, FactHandlers } from './fact-handlers';

const REPLAY_POLL_MS = 2_000;

export interface DeadLetter {
  eventId: string;
  type: string;
  envelope: Envelope | null;
  /** As it was received. */
  body: string;
  reason: string;
  deliveries: number;
}

/** Facts that this service could not handle, with the reason; handled again when somebody asks for it (`npm run replay`). */
@Injectable()
export class DeadLetters implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeadLetters.name);
  private readonly waking = new WakeUp();
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FactHandlers) private readonly handlers: FactHandlers,
  ) {}

  onApplicationBootstrap(): void {
    if (this.handlers.contracts().length > 0) this.running = this.replayRequested();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.waking.wake();
    await this.running;
  }

  async add(letter: DeadLetter): Promise<void> {
    const [eventId, type, stationId, body, reason] = [
      letter.eventId,
      letter.type,
      letter.envelope?.subject ?? '',
      letter.body,
      letter.reason,
    ].map(storable);
    await this.database.query(
      `INSERT INTO dead_letters (event_id, type, station_id, envelope, body, reason, deliveries) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (event_id, type) DO UPDATE
         SET envelope = excluded.envelope, body = excluded.body, reason = excluded.reason, deliveries = excluded.deliveries, failed_at = now(), replayed_at = NULL`,
      [
        eventId,
        type,
        stationId,
        letter.envelope && JSON.stringify(letter.envelope, cleaned),
        body,
        reason,
        letter.deliveries,
      ],
    );
  }

  private async replayRequested(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.database.withLock('replay', () => this.replayAll());
      } catch (error) {
        this.logger.warn(`Dead letters wait for their replay: ${(error as Error).message}`);
      }
      await this.waking.wait(this.stopped ? 0 : REPLAY_POLL_MS);
    }
  }

  private async replayAll(): Promise<void> {
    const letters = await this.database.query<{
      event_id: string;
      type: string;
      envelope: Envelope | null;
      body: string;
    }>(
      'SELECT event_id, type, envelope, body FROM dead_letters WHERE replay_requested_at IS NOT NULL ORDER BY failed_at',
    );
    for (const { event_id: eventId, type, envelope, body } of letters) {
      if (this.stopped) return;
      const fault = await this.handlers.handle(type, envelope, body, 1);
      this.logger.log(`${type} ${eventId} replayed: ${fault?.reason ?? 'handled'}`);
      if (!fault?.isContention) await this.endReplay(eventId, type, fault);
    }
  }

  private async endReplay(eventId: string, type: string, fault: Fault | null): Promise<void> {
    await this.database.query(
      `UPDATE dead_letters SET replay_requested_at = NULL, replayed_at = CASE WHEN $3::text IS NULL THEN now() END,
              reason = coalesce($3, reason) WHERE event_id = $1 AND type = $2`,
      [eventId, type, fault && storable(fault.reason)],
    );
  }
}

/** PostgreSQL's text and JSON hold everything but NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

function cleaned(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? storable(value) : value;
}
