import { type ClockOffset, correctionMs, observeClock, observeClockAgain } from '@selvbetjent/devices';
import { type IncomingReading, type IncomingReadings } from './incoming-readings';
import { type PlacedScale } from './scale.store';

/** What is known of a boot when messages of it come. */
export interface KnownBoot {
  clock: ClockOffset;
  /** Our clock, when its last message came; null when there was none. */
  heardBefore: Date | null;
  /** Those of the messages' seqs that were taken in before. */
  stored: ReadonlySet<number>;
}

/** A reading as it is stored: by our clock as far as the device's is known to be wrong. */
export interface CorrectedReading extends IncomingReading {
  correctedAt: Date;
  receivedAt: Date;
}

/** What messages of one boot bring. */
export interface BootNews {
  /** The first reading of each seq that wasn't here. */
  fresh: CorrectedReading[];
  /** Those whose seq was here before; they may say something else. */
  repeated: IncomingReading[];
  clock: ClockOffset;
  /** Whether there is a new reading of the present. */
  isLive: boolean;
}

export interface BootKey {
  deviceId: string;
  boot: string;
}

/** Messages of one boot that are taken in together. */
export interface BootMessages extends BootKey {
  scale: PlacedScale;
  messages: IncomingReadings[];
}

/** The same, with what of them is news. */
export interface JudgedBoot extends BootMessages {
  news: BootNews;
}

/** A reading that is younger tells of the present. */
const LIVE_MS = 2 * 60_000;
/** A scale speaks once a second; what comes quicker was sent or kept together. */
const BURST_PAUSE_MS = 500;

/** Takes a boot's messages one after the other, as if each came alone. */
export function newsOf(known: KnownBoot, messages: readonly IncomingReadings[]): BootNews {
  const news: BootNews = { fresh: [], repeated: [], clock: known.clock, isLive: false };
  const seen = new Set(known.stored);
  let { heardBefore } = known;
  for (const { message, receivedAt } of messages) {
    const clock = message.sentAt
      ? observe(news.clock, { sentAt: message.sentAt, receivedAt, heardBefore })
      : news.clock;
    const byMs = message.sentAt ? correctionMs(clock) : 0;
    const freshBefore = news.fresh.length;
    for (const reading of message.readings) {
      if (seen.has(reading.seq)) {
        news.repeated.push(reading);
        continue;
      }
      seen.add(reading.seq);
      const correctedAt = new Date(reading.at.getTime() + byMs);
      news.fresh.push({ ...reading, correctedAt, receivedAt });
      news.isLive ||= receivedAt.getTime() - correctedAt.getTime() < LIVE_MS;
    }
    // A repeated message says nothing about the clock: it may have queued for long.
    if (news.fresh.length > freshBefore) news.clock = clock;
    heardBefore = receivedAt;
  }
  return news;
}

function observe(
  clock: ClockOffset,
  { sentAt, receivedAt, heardBefore }: { sentAt: Date; receivedAt: Date; heardBefore: Date | null },
): ClockOffset {
  const pauseMs = receivedAt.getTime() - (heardBefore?.getTime() ?? -Infinity);
  const look = pauseMs < BURST_PAUSE_MS ? observeClockAgain : observeClock;
  return look(clock, receivedAt.getTime(), sentAt.getTime());
}
