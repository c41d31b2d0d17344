import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { type AlarmCause } from '../domain/alarms';
import { AlarmStore, type StandingAlarm } from './alarm.store';
import { NoticeStore } from './notice.store';
import { AlarmReceivers } from './receivers';

/** Raises an alarm once and clears it once, with what is to be sent of it, in the caller's transaction. */
@Injectable()
export class TellAlarm {
  private readonly logger = new Logger(TellAlarm.name);

  constructor(
    @Inject(AlarmStore) private readonly alarms: AlarmStore,
    @Inject(NoticeStore) private readonly notices: NoticeStore,
    @Inject(AlarmReceivers) private readonly receivers: AlarmReceivers,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async raise(tx: Transaction, cause: AlarmCause): Promise<void> {
    const alarmId = randomUUID();
    const now = this.clock.now();
    if (!(await this.alarms.raise(tx, alarmId, cause, now))) return;
    const { kind, subject, stationId, since } = cause;
    await this.notices.add(tx, { alarmId, event: 'raised', ways: this.receivers.of(kind, stationId), at: now });
    tx.afterCommit(() => this.logger.warn(`Alarm ${kind}: ${stationId}, ${subject}, since ${since.toISOString()}`));
  }

  async clear(tx: Transaction, { alarmId, kind, stationId, subject }: StandingAlarm): Promise<void> {
    const now = this.clock.now();
    if (!(await this.alarms.clear(tx, alarmId, now))) return;
    await this.notices.add(tx, { alarmId, event: 'cleared', ways: this.receivers.of(kind, stationId), at: now });
    tx.afterCommit(() => this.logger.log(`Alarm ${kind} is over: ${stationId}, ${subject}`));
  }
}
