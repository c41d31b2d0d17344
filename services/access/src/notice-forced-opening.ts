import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { TellAlarm } from './alarms/tell-alarm';
import { AttemptStore } from './attempt.store';
import { type NewVisit } from './derive-visits';
import { aboutVisit } from './domain/alarms';
import { type ContainerKey } from './visit.store';

/** What is told later than this is history, whatever the door calls it. */
const LIVE_MS = 30_000;

/** A visit that begins before our eyes and that no attempt explains: a staff key, or somebody who broke in. */
@Injectable()
export class NoticeForcedOpening {
  constructor(
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(TellAlarm) private readonly tell: TellAlarm,
  ) {}

  async execute(tx: Transaction, container: ContainerKey, visit: NewVisit, receivedAt: Date): Promise<void> {
    const { visitId, openedAt: since, attemptIds } = visit;
    const isLive = Math.abs(receivedAt.getTime() - since.getTime()) <= LIVE_MS;
    if (!isLive || attemptIds.length > 0) return;
    if (await this.attempts.mayHaveOpened(tx, container, since)) return;
    await this.tell.raise(tx, { ...aboutVisit('forced_open', { ...container, visitId }), since });
  }
}
