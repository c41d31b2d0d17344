import { type ClockOffset, correctionMs, observeClock, observeClockAgain } from '@selvbetjent/devices';
import { type IncomingReading, type IncomingReadings } from './incoming-readings';
import { type PlacedScale } from './scale.store';

/** What is known of a boot when messages of it come. */
export interface KnownBoot {
  clock: ClockOffset;
  /** Our clock, when its last message came; null when there was none. */
  heardBefore: Date | null;
  /** Our clock, when the device sent its last message of another boot; null when there was none, or the boot's clock is known without it. */
  earlierUntil: Date | null;
  /** Those of the messages' seqs that were taken in before. */
  stored: ReadonlySet<number>;
}

/** What of one message is new, in its order, as far as it is corrected alike. */
export interface FreshReadings {
  readings: IncomingReading[];
  /** Our clock, when the message came. */
  receivedAt: Date;
  /** Added to the readings' `at` it gives our time, as far as the device's clock is known to be wrong. */
  clockCorrectionMs: number;
}

/** What messages of one boot bring. */
export interface BootNews {
  /** The first reading of each seq that wasn't here; of messages that have any. */
  fresh: FreshReadings[];
  /** Those whose seq was here before; they may say something else. */
  repeated: IncomingReading[];
  clock: ClockOffset;
  /** Our clock, when the last of them left the device, as far as they say; null when none does. */
  sentUntil: Date | null;
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
  const news: BootNews = { fresh: [], repeated: [], clock: known.clock, sentUntil: null, isLive: false };
  const seen = new Set(known.stored);
  let { heardBefore } = known;
  for (const { message, receivedAt } of messages) {
    const clock = observe(news.clock, { ...known, sentAt: message.sentAt, receivedAt, heardBefore });
    const correctedBy = (at: Date): number =>
      message.sentAt ? correctionMs(clock, at.getTime(), receivedAt.getTime()) : 0;
    const readings: IncomingReading[] = [];
    for (const reading of message.readings) {
      if (seen.has(reading.seq)) news.repeated.push(reading);
      else readings.push(reading);
      seen.add(reading.seq);
    }
    for (const [clockCorrectionMs, alike] of grouped(readings, ({ at }) => correctedBy(at))) {
      news.fresh.push({ readings: alike, receivedAt, clockCorrectionMs });
      const youngestMs = Math.max(...alike.map(({ at }) => at.getTime())) + clockCorrectionMs;
      news.isLive ||= receivedAt.getTime() - youngestMs < LIVE_MS;
    }
    // A repeated message says nothing about the clock: it may have queued for long.
    if (readings.length > 0) news.clock = clock;
    if (message.sentAt) news.sentUntil = later(news.sentUntil, message.sentAt, correctedBy(message.sentAt));
    heardBefore = receivedAt;
  }
  return news;
}

interface Heard extends Pick<KnownBoot, 'heardBefore' | 'earlierUntil'> {
  sentAt: Date | null;
  receivedAt: Date;
}

/** @returns what one more message leaves known; a device that doesn't say when it sent is taken at its word. */
function observe(clock: ClockOffset, { sentAt, receivedAt, heardBefore, earlierUntil }: Heard): ClockOffset {
  if (!sentAt) return clock;
  const pauseMs = receivedAt.getTime() - (heardBefore?.getTime() ?? -Infinity);
  const look = pauseMs < BURST_PAUSE_MS ? observeClockAgain : observeClock;
  const [receivedAtMs, sentAtMs] = [receivedAt.getTime(), sentAt.getTime()];
  return look(clock, { receivedAtMs, sentAtMs, ...(earlierUntil && { earlierUntilMs: earlierUntil.getTime() }) });
}

function grouped<T, Key>(values: readonly T[], keyOf: (value: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

function later(known: Date | null, at: Date, correctedByMs: number): Date {
  return new Date(Math.max(known?.getTime() ?? -Infinity, at.getTime() + correctedByMs));
}

/** Our clock, when the last of them came. */
export function lastArrival(messages: readonly IncomingReadings[]): Date {
  return new Date(Math.max(...messages.map(({ receivedAt }) => receivedAt.getTime())));
}
