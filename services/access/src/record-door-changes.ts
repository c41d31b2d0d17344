import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type DoorChange } from '@selvbetjent/devices';
import { DeriveVisits } from './derive-visits';
import { NoticeOpenings } from './notice-openings';
import { DoorBootStore, type Settled } from './door-boot.store';
import { type PlacedDoor } from './station.store';
import { type ContainerKey, VisitStore } from './visit.store';

export interface DoorNews {
  place: PlacedDoor;
  boot: string;
  changes: readonly DoorChange[];
  /** Changes that can't be used but have a usable seq. */
  rejected: readonly { seq: number; reason: string }[];
  /** Whether the message carries every change that the door still keeps: what is missing below them is gone. */
  isComplete: boolean;
  /** Told as it happens; history makes visits, but no alarms. */
  isLive: boolean;
  /** Corrects the device's clock; see `at` below. */
  correct: (at: Date) => Date;
  receivedAt: Date;
}

/** Another process hears the same message, perhaps a while later: only what comes again after this long is the door's repetition. */
const REPEATED_AFTER_MS = 10 * 60_000;

/** Keeps what a door reports of itself and derives the container's visits from it, whatever the order of arrival. */
@Injectable()
export class RecordDoorChanges {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(DoorBootStore) private readonly boots: DoorBootStore,
    @Inject(DeriveVisits) private readonly deriveVisits: DeriveVisits,
    @Inject(NoticeOpenings) private readonly noticeOpenings: NoticeOpenings,
  ) {}

  /**
   * Committed when it resolves. @returns what the door may forget now. A gap holds the acknowledgement back until the door had
   * a chance to fill it: one that repeats only what has long been known shows that it can't.
   */
  async handle(news: DoorNews): Promise<Settled> {
    const container = { stationId: news.place.station.stationId, containerId: news.place.container.id };
    return this.database.transaction(async (tx) => {
      await this.visits.lockContainer(tx, container);
      const earliest = await this.addChanges(tx, container, news);
      const visits = earliest && (await this.deriveVisits.handle(tx, container, earliest, null));
      for (const visit of visits?.changed ?? []) await this.noticeOpenings.handle(tx, container, visit, news);
      const key = { doorId: news.place.door.id, boot: news.boot };
      const isRejectionNew = await this.boots.reject(tx, key, news);
      const isRepetition = earliest === null && !isRejectionNew;
      const isLong = (lastNewsAt: Date): boolean =>
        news.receivedAt.getTime() - lastNewsAt.getTime() >= REPEATED_AFTER_MS;
      const isRestLost = (lastNewsAt: Date): boolean => news.isComplete || (isRepetition && isLong(lastNewsAt));
      const settled = await this.boots.settle(tx, key, isRestLost);
      if (visits) await this.deriveVisits.tell(tx, container, visits);
      return settled;
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
}
