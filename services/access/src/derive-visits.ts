import { Inject, Injectable } from '@nestjs/common';
import { VisitClosed, VisitOpened, VisitWithdrawn } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { randomUUID } from 'node:crypto';
import { AttemptStore } from './attempt.store';
import {
  type DerivedVisit,
  type KnownVisit,
  reconcile,
  type VisitChanges,
  visitsFrom,
  VISIT_TIME_OUT_MS,
} from './domain/visits';
import { type ContainerKey, VisitStore } from './visit.store';

/** How far before late news visits are derived again; nothing older can be changed by it. */
const LOOK_BACK_MS = 2 * VISIT_TIME_OUT_MS;

/** A visit of which something is new. */
export interface ChangedVisit extends DerivedVisit {
  visitId: string;
  /** It had not been known before. */
  isNew: boolean;
  /** Null: nobody else needs to hear of it. */
  revision: number | null;
}

/** What is to be told of a container, in this order. */
export interface VisitNews {
  changed: ChangedVisit[];
  withdrawn: Pick<KnownVisit, 'visitId' | 'revision'>[];
}

/**
 * Derives a container's visits from what its doors said, and tells what differs from what was told. The container is locked. What is told
 * comes last in a transaction: whoever ends an attempt locks its row first and then the station's outbox, too.
 */
@Injectable()
export class DeriveVisits {
  constructor(
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * Derives from a beginning: half a visit would look like another one.
   * @param now ends what is overdue; null while a door is telling of its past
   * @returns the visits that are new, or different from what was known, for `tell`
   */
  async handle(tx: Transaction, container: ContainerKey, earliest: Date, now: Date | null): Promise<VisitNews> {
    const from = new Date(earliest.getTime() - LOOK_BACK_MS);
    const since = await this.visits.beginningOf(tx, container, from);
    const known = await this.visits.knownSince(tx, container, since);
    const derived = visitsFrom(await this.visits.changesSince(tx, container, since), now);
    const { changed, withdrawn } = reconcile(known, derived);
    const news: VisitNews = { changed: [], withdrawn: [] };
    for (const change of changed) news.changed.push(await this.keep(tx, container, change));
    for (const { visitId, revision } of withdrawn) {
      await this.visits.withdraw(tx, visitId, revision + 1);
      news.withdrawn.push({ visitId, revision: revision + 1 });
    }
    return news;
  }

  /** The last that the transaction does. */
  async tell(tx: Transaction, container: ContainerKey, { changed, withdrawn }: VisitNews): Promise<void> {
    for (const { visitId, openedAt, closedAt, closedBy, attemptIds, revision } of changed) {
      if (revision === null) continue;
      const fact = { visitId, ...container, openedAt: openedAt.toISOString(), attemptIds, revision };
      if (closedAt && closedBy) {
        await this.outbox.append(tx, VisitClosed, { ...fact, closedAt: closedAt.toISOString(), closedBy });
      } else {
        await this.outbox.append(tx, VisitOpened, fact);
      }
    }
    for (const visit of withdrawn) await this.outbox.append(tx, VisitWithdrawn, { ...visit, ...container });
  }

  private async keep(
    tx: Transaction,
    container: ContainerKey,
    { known, derived, isNews }: VisitChanges['changed'][number],
  ): Promise<ChangedVisit> {
    const visitId = known?.visitId ?? randomUUID();
    const revision = (known?.revision ?? 0) + (isNews ? 1 : 0);
    const { openedAt, closedAt, leafOpenedAt, attemptIds } = derived;
    const deadlineAt = new Date(openedAt.getTime() + VISIT_TIME_OUT_MS);
    await this.visits.save(tx, container, { ...derived, visitId, revision, deadlineAt });
    if (leafOpenedAt) await this.attempts.follow(tx, attemptIds, 'opened');
    if (closedAt) await this.attempts.follow(tx, attemptIds, 'closed');
    return { ...derived, visitId, isNew: !known, revision: isNews ? revision : null };
  }
}
