import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { alarmText } from '../domain/alarm-text';
import { quietUntil } from '../domain/quiet-hours';
import { type DueNotice, NoticeStore } from './notice.store';
import { type AlarmReceiver, AlarmReceivers } from './receivers';

/** Short enough for a service that is told to stop meanwhile. */
const POST_MS = 3_000;
const LEASE_MS = 120_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 3_600_000;
/** About a day. */
const MAX_TRIES = 30;

/**
 * Sends what the database says is to be sent: at least once, with the notice's id as the key by which a receiver knows a
 * double. What can't be sent is tried again for about a day.
 */
@Injectable()
export class SendNotices {
  private readonly logger = new Logger(SendNotices.name);

  constructor(
    @Inject(NoticeStore) private readonly notices: NoticeStore,
    @Inject(AlarmReceivers) private readonly receivers: AlarmReceivers,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.now();
    const due = await this.notices.claim(now, new Date(now.getTime() + LEASE_MS));
    await Promise.all(due.map((notice) => this.attend(notice)));
  }

  /** One that fails here comes again when its lease is over, and hinders no other. */
  private async attend(notice: DueNotice): Promise<void> {
    try {
      await this.handle(notice);
    } catch (error) {
      this.logger.warn(`Notice ${notice.noticeId} could not be attended to: ${(error as Error).message}`);
    }
  }

  private async handle(notice: DueNotice): Promise<void> {
    const { noticeId, event, alarm, tries } = notice;
    const now = this.clock.now();
    const receiver = this.receivers.find(notice.receiver);
    if (!receiver) return this.notices.giveUp(noticeId, now, 'the receiver is not configured any more');
    const quiet = receiver.quietHours && quietUntil(receiver.quietHours, now, notice.timeZone);
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
    await this.send(notice, receiver);
  }

  private async send(notice: DueNotice, receiver: AlarmReceiver): Promise<void> {
    const { noticeId, tries } = notice;
    try {
      await post(receiver.webhook, notice);
      await this.notices.sent(noticeId, this.clock.now());
    } catch (error) {
      const problem = (error as Error).message;
      const now = this.clock.now();
      this.logger.warn(`Notice ${noticeId} did not reach ${receiver.name} (try ${tries}): ${problem}`);
      if (tries >= MAX_TRIES) return this.notices.giveUp(noticeId, now, problem);
      const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS);
      await this.notices.failed(noticeId, new Date(now.getTime() + pauseMs), problem);
    }
  }
}

/** Rejects unless the receiver took it. */
async function post(url: string, { noticeId, event, alarm, where }: DueNotice): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', 'idempotency-key': noticeId },
    body: JSON.stringify({ id: noticeId, event, alarm, text: alarmText(alarm.kind, where, event) }),
    signal: AbortSignal.timeout(POST_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
}
