import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ScaleCovered } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { certaintyOf } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { coveredMinutes } from '../domain/covered-minutes';
import { CoverageStore, type DueHour } from './coverage.store';

const PAUSE_MS = 5 * 60_000;

/** Tells, once an hour is over, in which of its minutes each scale worked; and again when readings come late. */
@Injectable()
export class TellCoverage implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TellCoverage.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CoverageStore) private readonly coverage: CoverageStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.look();
    this.timer = setInterval(() => this.look(), PAUSE_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running = this.running.then(() => this.handle()).catch((error: unknown) => this.logger.warn({ err: error }));
  }

  /** One replica at a time; what it doesn't get to, the next time does. */
  async handle(): Promise<void> {
    await this.database.withLock('coverage', async () => {
      const now = this.clock.now();
      for (const due of await this.coverage.dueHours(now)) {
        if (this.stopping) return;
        await this.tell(due);
      }
      await this.coverage.lookedUntil(now);
    });
  }

  private async tell(due: DueHour): Promise<void> {
    const silenceMs = certaintyOf(due.dialect).silentAfterMs;
    await this.database.transaction(async (tx) => {
      const readings = await this.coverage.readingsAround(tx, due, silenceMs);
      const minutes = coveredMinutes(readings, due.hour.getTime(), silenceMs);
      const revision = await this.coverage.keep(tx, due, minutes);
      if (revision === null) return;
      const { stationId, containerId, hour } = due;
      await this.outbox.append(tx, ScaleCovered, {
        stationId,
        containerId,
        hour: hour.toISOString(),
        minutes,
        revision,
      });
    });
  }
}
