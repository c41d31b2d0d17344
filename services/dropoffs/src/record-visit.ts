import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { type VisitNews } from './domain/visit-news';
import { VisitStore } from './visit.store';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** Takes in what `access` says of a visit, and marks what it changes as due. The visit's revision makes repetitions harmless. */
@Injectable()
export class RecordVisit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighingRun) private readonly weighing: WeighingRun,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(news: VisitNews): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.due.serialise(tx, news);
      await this.due.changeVisits(tx, news);
      const span = await this.visits.keep(tx, news, this.clock.now());
      if (!span) return;
      await this.due.mark(tx, news, span);
      tx.afterCommit(() => this.weighing.wake());
    });
  }
}
