import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { type VisitNews, VisitStore } from './visit.store';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** Takes in what `access` says of a visit, and marks what it changes as due. */
@Injectable()
export class RecordVisit {
  constructor(
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighingRun) private readonly weighing: WeighingRun,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(tx: Transaction, news: VisitNews): Promise<void> {
    await this.due.serialise(tx, news);
    const span = await this.visits.keep(tx, news, this.clock.now());
    if (!span) return;
    await this.due.mark(tx, news, span);
    tx.afterCommit(() => this.weighing.wake());
  }
}
