import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Ack, type Reading, type ReadingsMessage, type Resend } from '@selvbetjent/devices';
import { type ClockOffset, correctionMs, observeClock, observeClockAgain } from '@selvbetjent/devices';
import { DAY_MS } from './reading-days';
import { type BootKey, type CorrectedReading, type NewReading, type OpenBoot, ReadingStore } from './reading.store';
import { type PlacedScale, ScaleStore } from './scale.store';
import { type Span, WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** How the sender is known: by a native topic's station and device, as the scale of another make that the registry has there, or by a device's key. */
export type Sender = { stationId: string; deviceId: string } | { foreignId: string } | { deviceId: string };

export type IncomingReading = Reading & { untaredGrams?: number | null };

export interface IncomingReadings {
  sender: Sender;
  message: Omit<ReadingsMessage, 'readings'> & { readings: IncomingReading[] };
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
/** A reading that is younger tells of the present. */
const LIVE_MS = 2 * 60_000;
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
    await this.makeRoom(incoming);
    return this.database.transaction(async (tx) => {
      const scale = await this.find(tx, incoming.sender);
      return scale && this.record(tx, scale, incoming);
    });
  }

  /** The same of readings whose identity isn't the device's own: those of an instant that it has spoken of are known. */
  async handleUnheard(incoming: IncomingReadings): Promise<Receipt | null> {
    const { message } = incoming;
    await this.makeRoom(incoming);
    return this.database.transaction(async (tx) => {
      const scale = await this.find(tx, incoming.sender);
      if (!scale) return null;
      const heard = await this.readings.heardAt(tx, scale.deviceId, instantsOf(incoming));
      const readings = message.readings.filter(({ at }) => !heard.has(at.getTime()));
      return this.record(tx, scale, { ...incoming, message: { ...message, readings } });
    });
  }

  private makeRoom(incoming: IncomingReadings): Promise<void> {
    return this.readings.makeRoom(instantsOf(incoming), incoming.receivedAt);
  }

  private find(tx: Transaction, sender: Sender): Promise<PlacedScale | null> {
    if ('foreignId' in sender) return this.scales.findForeign(tx, sender.foreignId);
    if ('stationId' in sender) return this.scales.findNative(tx, sender.stationId, sender.deviceId);
    return this.scales.findDevice(tx, sender.deviceId);
  }

  private async record(tx: Transaction, scale: PlacedScale, incoming: IncomingReadings): Promise<Receipt> {
    const { message, receivedAt } = incoming;
    const key: BootKey = { deviceId: scale.deviceId, boot: message.boot };
    const known = await this.readings.openBoot(tx, key, receivedAt);
    const observed = clockOf(known, incoming);
    const corrected = correct(firstOfEachSeq(message.readings), message.sentAt ? correctionMs(observed) : 0);
    const news = await this.readings.insert(tx, { scale, boot: message.boot, receivedAt }, corrected);
    if (news.length > 0) await this.takeNotice(tx, scale, news);
    if (news.length < message.readings.length) await this.compareRepeated(tx, key, incoming, news);
    if (message.rejected.length > 0) {
      await this.readings.reject(tx, key, message.rejected, receivedAt);
      this.logger.warn({ ...key, rejected: message.rejected }, 'Readings were rejected');
    }
    // A repeated message says nothing about the clock: it may have queued for long.
    const clock = news.length > 0 ? observed : known.clock;
    return { scale, ...(await this.settle(tx, key, { incoming, news, clock })) };
  }

  private async takeNotice(tx: Transaction, scale: PlacedScale, news: readonly NewReading[]): Promise<void> {
    const marks: boolean[] = [];
    for (const span of spansByDay(news)) marks.push(await this.due.markForReadings(tx, scale, span));
    if (marks.includes(true)) tx.afterCommit(() => this.weighing.wake());
  }

  /** The first reading of a seq stands; what says otherwise afterwards is kept beside it and shown. */
  private async compareRepeated(
    tx: Transaction,
    key: BootKey,
    { message, receivedAt }: IncomingReadings,
    news: readonly NewReading[],
  ): Promise<void> {
    const fresh = new Set(news.map(({ seq }) => seq));
    const repeated = message.readings.filter(({ seq }) => !fresh.delete(seq));
    const seqs = await this.readings.keepConflicts(tx, key, correct(repeated, 0), receivedAt);
    if (seqs.length === 0) return;
    this.logger.error(
      { ...key, seqs },
      'Readings came again with other content; the first ones stand. Is the device cloned?',
    );
  }

  private async settle(
    tx: Transaction,
    key: BootKey,
    { incoming, news, clock }: { incoming: IncomingReadings; news: readonly NewReading[]; clock: ClockOffset },
  ): Promise<Pick<Receipt, 'ack' | 'resend'>> {
    const { message, receivedAt } = incoming;
    const { contiguousSeq, missing, isContested } = await this.readings.settle(tx, key, {
      seqs: [...message.readings, ...message.rejected].map(({ seq }) => seq),
      oldestSeq: message.oldestSeq,
      newSeqs: news.map(({ seq }) => seq),
      clock,
      isLive: news.some(({ at }) => receivedAt.getTime() - at.getTime() < LIVE_MS),
    });
    if (isContested) this.logger.error(key, 'Two devices speak under one name in turns: give one of them its own');
    const asks = missing.length > 0 && (await this.readings.mayAskAgain(tx, key, receivedAt, ASK_AGAIN_MS));
    return { ack: { boot: key.boot, seq: contiguousSeq }, resend: asks ? { boot: key.boot, resend: missing } : null };
  }
}

/** A span for each UTC day: a backlog is weighed day by day. */
function spansByDay(news: readonly NewReading[]): Span[] {
  const days = new Map<number, number[]>();
  for (const { at } of news) {
    const day = Math.floor(at.getTime() / DAY_MS);
    const times = days.get(day);
    if (times) times.push(at.getTime());
    else days.set(day, [at.getTime()]);
  }
  return [...days.values()].map((times) => ({
    from: new Date(Math.min(...times)),
    until: new Date(Math.max(...times)),
  }));
}

/** The same seq twice in one message: the first one stands. */
function firstOfEachSeq<T extends { seq: number }>(readings: readonly T[]): T[] {
  const seen = new Set<number>();
  return readings.filter(({ seq }) => !seen.has(seq) && seen.add(seq));
}

function clockOf({ clock, heardBefore }: OpenBoot, { message, receivedAt }: IncomingReadings): ClockOffset {
  if (!message.sentAt) return clock;
  const pauseMs = receivedAt.getTime() - (heardBefore?.getTime() ?? -Infinity);
  const observe = pauseMs < BURST_PAUSE_MS ? observeClockAgain : observeClock;
  return observe(clock, receivedAt.getTime(), message.sentAt.getTime());
}

function correct(readings: readonly IncomingReading[], byMs: number): CorrectedReading[] {
  return readings.map((reading) => ({
    ...reading,
    untaredGrams: reading.untaredGrams ?? null,
    correctedAt: new Date(reading.at.getTime() + byMs),
  }));
}

function instantsOf({ message }: IncomingReadings): Date[] {
  return message.readings.map(({ at }) => at);
}
