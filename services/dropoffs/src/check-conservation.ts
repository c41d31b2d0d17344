import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { type Breach, conservationBreaches } from './domain/conservation';
import { ConservationStore } from './conservation.store';
import { type ContainerKey } from './container-key';

const PAUSE_MS = 10 * 60_000;

/** Adds up, every ten minutes, what the scales showed and what the ledger says. A breach is kept, and logged once. */
@Injectable()
export class CheckConservation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CheckConservation.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ConservationStore) private readonly store: ConservationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.handle().then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, 'The ledger was not checked'),
      );
    }, PAUSE_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** @returns the breaches that weren't known yet. */
  async handle(): Promise<Breach[]> {
    const found: Breach[] = [];
    for (const container of await this.store.containers()) found.push(...(await this.check(container)));
    return found;
  }

  private async check(container: ContainerKey): Promise<Breach[]> {
    const news: Breach[] = [];
    for (const breach of conservationBreaches(await this.store.chain(container))) {
      if (!(await this.store.keep(container, breach, this.clock.now()))) continue;
      this.logger.error({ ...container, ...breach }, 'The ledger does not add up to what the scale showed');
      news.push(breach);
    }
    return news;
  }
}
