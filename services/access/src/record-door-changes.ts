import { Inject, Injectable } from '@nestjs/common';
import { VisitClosed, VisitOpened, VisitWithdrawn } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type DoorChange } from '@selvbetjent/devices';
import { Outbox } from '@selvbetjent/messaging';
import { randomUUID } from 'node:crypto';
import { AttemptStore } from './attempt.store';
import { DoorBootStore, type Settled } from './door-boot.store';
import { type DerivedVisit, type KnownVisit, reconcile, visitsFrom, VISIT_TIME_OUT_MS } from './domain/visits';
import { type PlacedDoor } from './station.store';
import { type ContainerKey, VisitStore } from './visit.store';

/** How far before late news visits are derived again; nothing older can be changed by it. */
const LOOK_BACK_MS = 2 * VISIT_TIME_OUT_MS;

export interface DoorNews {
  place: PlacedDoor;
  boot: string;
  changes: readonly DoorChange[];
  /** Changes that can't be used but have a usable seq. */
  rejected: readonly { seq: number; reason: string }[];
  /** Whether the message carries every change that the door still keeps: what is missing below them is gone. */
  isComplete: boolean;
  /** Corrects the device's clock; see `at` below. */
  correct: (at: Date) => Date;
  receivedAt: Date;
}

/** Keeps what a door reports of itself and derives the container's visits from it, whatever the order of arrival. */
@Injectable()
export class RecordDoorChanges {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(DoorBootStore) private readonly boots: DoorBootStore,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * Committed when it resolves. @returns what the door may forget now. A gap holds the acknowledgement back until the door had
   * a chance to fill it: a message that repeats only what is known shows that it can't.
   */
  async execute(news: DoorNews): Promise<Settled> {
    const container = { stationId: news.place.station.stationId, containerId: news.place.container.id };
    return this.database.transaction(async (tx) => {
      await this.visits.lockContainer(tx, container);
      const earliest = await this.addChanges(tx, container, news);
      if (earliest) await this.deriveVisits(tx, container, new Date(earliest.getTime() - LOOK_BACK_MS));
      const key = { doorId: news.place.door.id, boot: news.boot };
      const isRejectionNew = await this.boots.reject(tx, key, news.rejected);
      const isRepetition = earliest === null && !isRejectionNew;
      return this.boots.settle(tx, key, news.isComplete || isRepetition);
    });
  }

  /** @returns the earliest instant that was new, or null when nothing was. */
  private async addChanges(tx: Transaction, container: ContainerKey, news: DoorNews): Promise<Date | null> {
    let earliest: Date | null = null;
    for (const change of news.changes) {
      const at = news.correct(change.at);
      const isNew = await this.visits.addChange(tx, container, {
        doorId: news.place.door.id,
        boot: news.boot,
        seq: change.seq,
        at,
        deviceAt: change.at,
        receivedAt: news.receivedAt,
        open: change.open ?? null,
        locked: change.locked ?? null,
        commandId: change.commandId ?? null,
      });
      if (isNew && (!earliest || at < earliest)) earliest = at;
    }
    return earliest;
  }

  /** Derives from a beginning: half a visit would look like another one. */
  private async deriveVisits(tx: Transaction, container: ContainerKey, from: Date): Promise<void> {
    const since = await this.visits.beginningOf(tx, container, from);
    const known = await this.visits.knownSince(tx, container, since);
    const derived = visitsFrom(await this.visits.changesSince(tx, container, since));
    const { changed, withdrawn } = reconcile(known, derived);
    for (const change of changed) await this.tell(tx, container, change);
    for (const visit of withdrawn) {
      const revision = visit.revision + 1;
      await this.visits.withdraw(tx, visit.visitId, revision);
      await this.outbox.append(tx, VisitWithdrawn, { visitId: visit.visitId, ...container, revision });
    }
  }

  private async tell(
    tx: Transaction,
    container: ContainerKey,
    { known, derived }: { known: KnownVisit | null; derived: DerivedVisit },
  ): Promise<void> {
    const visitId = known?.visitId ?? randomUUID();
    const revision = (known?.revision ?? 0) + 1;
    const { openedAt, closedAt, closedBy, attemptIds } = derived;
    await this.visits.save(tx, container, { visitId, openedAt, closedAt, closedBy, attemptIds, revision });
    if (derived.leafOpenedAt) await this.attempts.follow(tx, attemptIds, 'opened');
    if (closedAt) await this.attempts.follow(tx, attemptIds, 'closed');
    const fact = { visitId, ...container, openedAt: openedAt.toISOString(), attemptIds, revision };
    if (closedAt && closedBy) {
      await this.outbox.append(tx, VisitClosed, { ...fact, closedAt: closedAt.toISOString(), closedBy });
    } else {
      await this.outbox.append(tx, VisitOpened, fact);
    }
  }
}
