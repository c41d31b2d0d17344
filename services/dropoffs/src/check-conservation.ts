import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { type Breach, conservationBreaches } from './domain/conservation';
import { ConservationStore } from './conservation.store';
import { type ContainerKey } from './container-key';

/** Adds up what the scales showed and what the ledger says. A breach is kept, and logged once. */
@Injectable()
export class CheckConservation {
  private readonly logger = new Logger(CheckConservation.name);

  constructor(
    @Inject(ConservationStore) private readonly store: ConservationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

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
