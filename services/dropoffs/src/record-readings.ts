import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Ack, type Reading, type ReadingsMessage, type Resend } from '@selvbetjent/devices';
import { type ClockOffset, correctionMs, observeClock, observeClockAgain } from '@selvbetjent/devices';
import { type BootKey, type CorrectedReading, type OpenBoot, ReadingStore } from './reading.store';
import { type PlacedScale, ScaleStore } from './scale.store';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** How the sender is known: by the station and device of a native topic, or as the scale of another make that the registry has there. */
export type Sender = { stationId: string; deviceId: string } | { foreignId: string };

export interface IncomingReadings {
  sender: Sender;
  message: Omit<ReadingsMessage, 'readings'> & { readings: (Reading & { untaredGrams?: number | null })[] };
  receivedAt: Date;
}

/** What the device should hear, once the transaction has committed. */
export interface Receipt {
  scale: PlacedScale;
  ack: Ack;
  /** Null when nothing is missing, or when it was asked for a moment ago. */
  resend: Resend | null;
}

const ASK_AGAIN_MS = 10_000;
/** A scale speaks once a second; what comes quicker was sent or kept together. */
const BURST_PAUSE_MS = 500;

/** Takes in what a scale says, in one transaction: readings, rejected elements, seqs received, the clock, and what must be weighed. */
@Injectable()
export class RecordReadings {
  private readonly logger = new Logger(RecordReadings.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ScaleStore) private readonly scales: ScaleStore,
    @Inject(ReadingStore) private readonly readings: ReadingStore,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighingRun) private readonly weighing: WeighingRun,
  ) {}

  /** @returns null for a device that isn't in the registry: nothing is kept and it gets no acknowledgement. */
  async handle(incoming: IncomingReadings): Promise<Receipt | null> {
    return this.database.transaction(async (tx) => {
      const scale = await this.find(tx, incoming.sender);
      return scale && this.record(tx, scale, incoming);
    });
  }

  private find(tx: Transaction, sender: Sender): Promise<PlacedScale | null> {
    if ('foreignId' in sender) return this.scales.findForeign(tx, sender.foreignId);
    return this.scales.findNative(tx, sender.stationId, sender.deviceId);
  }

  private async record(tx: Transaction, scale: PlacedScale, incoming: IncomingReadings): Promise<Receipt> {
    const { message, receivedAt } = incoming;
    const key: BootKey = { deviceId: scale.deviceId, boot: message.boot };
    const clock = clockOf(await this.readings.openBoot(tx, key, receivedAt), incoming);
    const corrected = correct(message.readings, message.sentAt ? correctionMs(clock) : 0);
    const news = await this.readings.insert(tx, { scale, boot: message.boot, receivedAt }, corrected);
    if (news.length > 0) await this.takeNotice(tx, scale, { key, clock, news });
    if (message.rejected.length > 0) {
      await this.readings.reject(tx, key, message.rejected, receivedAt);
      this.logger.warn({ ...key, rejected: message.rejected }, 'Readings were rejected');
    }
    return { scale, ...(await this.acknowledge(tx, key, incoming)) };
  }

  /** A repeated message says nothing about the clock: it may have queued for long. */
  private async takeNotice(
    tx: Transaction,
    scale: PlacedScale,
    { key, clock, news }: { key: BootKey; clock: ClockOffset; news: Date[] },
  ): Promise<void> {
    await this.readings.keepClock(tx, key, clock);
    const times = news.map((at) => at.getTime());
    const span = { from: new Date(Math.min(...times)), until: new Date(Math.max(...times)) };
    if (await this.due.markForReadings(tx, scale, span)) tx.afterCommit(() => this.weighing.wake());
  }

  private async acknowledge(
    tx: Transaction,
    key: BootKey,
    { message, receivedAt }: IncomingReadings,
  ): Promise<Pick<Receipt, 'ack' | 'resend'>> {
    const seqs = [...message.readings, ...message.rejected].map(({ seq }) => seq);
    const marked = await this.readings.markReceived(tx, key, { seqs, oldestSeq: message.oldestSeq });
    const asks = marked.missing.length > 0 && (await this.readings.mayAskAgain(tx, key, receivedAt, ASK_AGAIN_MS));
    return {
      ack: { boot: key.boot, seq: marked.contiguousSeq },
      resend: asks ? { boot: key.boot, resend: marked.missing } : null,
    };
  }
}

function clockOf({ clock, heardBefore }: OpenBoot, { message, receivedAt }: IncomingReadings): ClockOffset {
  if (!message.sentAt) return clock;
  const pauseMs = receivedAt.getTime() - (heardBefore?.getTime() ?? -Infinity);
  const observe = pauseMs < BURST_PAUSE_MS ? observeClockAgain : observeClock;
  return observe(clock, receivedAt.getTime(), message.sentAt.getTime());
}

function correct(readings: IncomingReadings['message']['readings'], byMs: number): CorrectedReading[] {
  return readings.map((reading) => ({
    ...reading,
    untaredGrams: reading.untaredGrams ?? null,
    correctedAt: new Date(reading.at.getTime() + byMs),
  }));
}
