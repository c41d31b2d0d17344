import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { quietUntil } from '../domain/quiet-hours';
import { Mailer, RefusedForGood } from './mailer';
import { type DueNotice, NoticeStore } from './notice.store';
import { postNotice } from './post-notice';
import { AlarmReceivers, type Way } from './receivers';

const LEASE_MS = 120_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 3_600_000;
/** About a day. */
const MAX_TRIES = 30;

/**
 * Sends what the database says is to be sent: at least once, with the notice's id as the key by which a receiver knows a
 * double. What can't be sent is tried again for about a day, unless a mail server refuses it for good.
 */
@Injectable()
export class SendNotices {
  private readonly logger = new Logger(SendNotices.name);

  constructor(
    @Inject(NoticeStore) private readonly notices: NoticeStore,
    @Inject(AlarmReceivers) private readonly receivers: AlarmReceivers,
    @Inject(Mailer) private readonly mailer: Mailer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const now = this.clock.now();
    const due = await this.notices.claim(now, new Date(now.getTime() + LEASE_MS));
    await Promise.all(due.map((notice) => this.attend(notice)));
  }

  /** One that fails here comes again when its lease is over, and hinders no other. */
  private async attend(notice: DueNotice): Promise<void> {
    try {
      await this.sendIfDue(notice);
    } catch (error) {
      this.logger.warn(`Notice ${notice.noticeId} could not be attended to: ${(error as Error).message}`);
    }
  }

  private async sendIfDue(notice: DueNotice): Promise<void> {
    const { noticeId, event, alarm, tries } = notice;
    const now = this.clock.now();
    const found = this.receivers.find(notice.receiver, notice.way);
    if (!found) return this.notices.giveUp(noticeId, now, 'the receiver is not configured any more');
    const { quietHours } = found.receiver;
    const quiet = quietHours && quietUntil(quietHours, now, notice.timeZone);
    if (quiet) return this.notices.postpone(noticeId, quiet);
    if (event === 'raised' && alarm.clearedAt && tries === 1) {
      return this.notices.giveUp(noticeId, now, 'it was over before anybody was told');
    }
    if (event === 'cleared' && notice.wasRaiseSent === false) {
      return this.notices.giveUp(noticeId, now, 'nobody was told that it was raised');
    }
    if (event === 'cleared' && notice.wasRaiseSent === null) {
      return this.notices.postpone(noticeId, new Date(now.getTime() + FIRST_RETRY_MS));
    }
    await this.send(notice, found.way);
  }

  private async send(notice: DueNotice, { to }: Way): Promise<void> {
    try {
      await ('mail' in to ? this.mailer.send(to.mail, notice) : postNotice(to.webhook, notice));
      await this.notices.sent(notice.noticeId, this.clock.now());
    } catch (error) {
      await this.failed(notice, error as Error);
    }
  }

  private async failed({ noticeId, receiver, tries, alarm, event }: DueNotice, error: Error): Promise<void> {
    const now = this.clock.now();
    const problem = error.message;
    if (error instanceof RefusedForGood || tries >= MAX_TRIES) {
      const what = `${receiver} will not hear that ${alarm.kind} at ${alarm.stationId} was ${event}`;
      this.logger.error(`Notice ${noticeId} was given up after ${tries} tries; ${what}: ${problem}`);
      return this.notices.giveUp(noticeId, now, problem);
    }
    this.logger.warn(`Notice ${noticeId} did not reach ${receiver} (try ${tries}): ${problem}`);
    const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS);
    await this.notices.failed(noticeId, new Date(now.getTime() + pauseMs), problem);
  }
}
