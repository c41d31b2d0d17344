import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { TellAlarm } from './alarms/tell-alarm';
import { AttemptStore } from './attempt.store';
import { type ChangedVisit } from './derive-visits';
import { aboutVisit } from './domain/alarms';
import { type ContainerKey } from './visit.store';

/** What is told later than this is history, whatever the door calls it. */
const LIVE_MS = 30_000;

export interface Telling {
  receivedAt: Date;
  /** As it happens; history raises no alarms. */
  isLive: boolean;
}

/** Openings that no attempt explains, or that an attempt's resident was not told of. */
@Injectable()
export class NoticeOpenings {
  constructor(
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(TellAlarm) private readonly tell: TellAlarm,
  ) {}

  async handle(tx: Transaction, container: ContainerKey, visit: ChangedVisit, telling: Telling): Promise<void> {
    await this.noticeForced(tx, container, visit, telling);
    await this.noticeLate(tx, container, visit, telling);
  }

  /** A visit that begins before our eyes and that no attempt explains: a staff key, or somebody who broke in. */
  private async noticeForced(
    tx: Transaction,
    container: ContainerKey,
    { visitId, openedAt: since, attemptIds, isNew }: ChangedVisit,
    telling: Telling,
  ): Promise<void> {
    const isLive = telling.isLive && Math.abs(telling.receivedAt.getTime() - since.getTime()) <= LIVE_MS;
    if (!isNew || !isLive || attemptIds.length > 0) return;
    if (await this.attempts.mayHaveOpened(tx, container, since)) return;
    await this.tell.raise(tx, { ...aboutVisit('forced_open', { ...container, visitId }), since });
  }

  /**
   * A door that opens although its resident was told that it would not, or that nobody knew. It is recorded whenever it is told; an alarm,
   * once, while the visit goes on.
   */
  private async noticeLate(
    tx: Transaction,
    container: ContainerKey,
    { visitId, leafOpenedAt: at, attemptIds, closedAt }: ChangedVisit,
    { isLive }: Telling,
  ): Promise<void> {
    if (!at) return;
    const late = await this.attempts.noteLateOpening(tx, container, { at, attemptIds });
    if (late.length === 0 || closedAt || !isLive) return;
    await this.tell.raise(tx, { ...aboutVisit('opened_late', { ...container, visitId }), since: at });
  }
}
