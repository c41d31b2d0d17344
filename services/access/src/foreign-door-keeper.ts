import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { WakeUp } from '@selvbetjent/platform';
import { ForeignDoors } from './doors/foreign-doors';

const CHECK_MS = 5_000;
const STANDBY_MS = 1_000;

/**
 * Which process keeps what doors of other makes say: one at a time, for their changes have no identity by which the copies of several could be told
 * to be one. All processes hear them, and each commands and believes its own.
 */
@Injectable()
export class ForeignDoorKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ForeignDoorKeeper.name);
  private readonly waking = new WakeUp();
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private isKeeping = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ForeignDoors) private readonly doors: ForeignDoors,
  ) {}

  /** Whether it is this process. */
  get isOurs(): boolean {
    return this.isKeeping;
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.waking.wake();
    await this.running;
  }

  /** A database connection is only held while there is such a door. */
  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (this.doors.all().length > 0) await this.database.withLock('foreign-doors', (query) => this.keep(query));
      } catch (error) {
        if (!this.stopped) this.logger.warn(`Keeping doors of other makes pauses: ${(error as Error).message}`);
      }
      if (!this.stopped) await this.waking.wait(STANDBY_MS);
    }
  }

  private async keep(query: (sql: string) => Promise<unknown>): Promise<void> {
    this.isKeeping = true;
    try {
      while (!this.stopped && this.doors.all().length > 0) {
        await query('SELECT 1 /* the lock lives as long as this connection */');
        await this.waking.wait(CHECK_MS);
      }
    } finally {
      this.isKeeping = false;
    }
  }
}
