import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { DeriveVisits } from './derive-visits';
import { type ContainerKey, VisitStore } from './visit.store';

/** Visits whose doors never said that they closed end by rule, also when nothing is heard of the container any more. */
@Injectable()
export class EndOverdueVisits {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(DeriveVisits) private readonly deriveVisits: DeriveVisits,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    for (const { openedAt, ...container } of await this.visits.overdue(this.clock.now())) {
      await this.database.transaction((tx) => this.end(tx, container, openedAt));
    }
  }

  private async end(tx: Transaction, container: ContainerKey, openedAt: Date): Promise<void> {
    await this.visits.lockContainer(tx, container);
    const news = await this.deriveVisits.handle(tx, container, openedAt, this.clock.now());
    await this.deriveVisits.tell(tx, container, news);
  }
}
