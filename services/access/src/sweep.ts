import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EndAbandonedAttempts } from './end-abandoned-attempts';
import { UsedTokenStore } from './used-token.store';
import { WatchContacts } from './watch-contacts';

const SWEEP_MS = 2_000;

/** What time alone makes due; the deadlines are in the database, so that a restart forgets none. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweep.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(EndAbandonedAttempts) private readonly endAbandonedAttempts: EndAbandonedAttempts,
    @Inject(UsedTokenStore) private readonly usedTokens: UsedTokenStore,
    @Inject(WatchContacts) private readonly watchContacts: WatchContacts,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.sweep());
    }, SWEEP_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private async sweep(): Promise<void> {
    try {
      await this.endAbandonedAttempts.execute();
      await this.usedTokens.forgetExpired();
      await this.watchContacts.execute();
    } catch (error) {
      this.logger.warn(`The sweep failed and runs again soon: ${(error as Error).message}`);
    }
  }
}
