import { describe, expect, it } from '@jest/globals';
import { UNKNOWN_CLOCK } from '@selvbetjent/devices';
import { type KnownBoot, newsOf } from './boot-news';
import { type IncomingReadings } from './incoming-readings';

const NOW_MS = Date.UTC(2026, 0, 5, 12);
const HOUR_MS = 3_600_000;
const NEW: KnownBoot = { clock: UNKNOWN_CLOCK, heardBefore: null, earlierUntil: null, stored: new Set() };

/** A message that arrives so much later. */
function message(seqs: number[], { afterMs = 0, behindMs = 0, grams = 1_000 } = {}): IncomingReadings {
  const receivedAt = new Date(NOW_MS + afterMs);
  const at = new Date(receivedAt.getTime() - behindMs);
  const readings = seqs.map((seq) => {
    return { seq, at, grams, status: 'ok' as const, temperature: null, tareEpoch: null };
  });
  const more = { oldestSeq: null, rejected: [], unusable: [] };
  return { sender: { deviceId: 'd' }, message: { boot: 'b', sentAt: at, readings, ...more }, receivedAt };
}

const seqs = (readings: readonly { seq: number }[]): number[] => readings.map(({ seq }) => seq);

describe('what messages bring', () => {
  it('is the first reading of each seq that was not here, over all of them', () => {
    const { fresh, repeated } = newsOf({ ...NEW, stored: new Set([1]) }, [
      message([1, 2, 2]),
      message([2, 3], { afterMs: 1_000, grams: 9_000 }),
    ]);
    expect(fresh.map(({ readings }) => seqs(readings))).toEqual([[2], [3]]);
    expect(fresh.flatMap(({ readings }) => readings.map(({ grams }) => grams))).toEqual([1_000, 9_000]);
    expect(seqs(repeated)).toEqual([1, 2, 2]);
  });

  it('is of the present only if a new reading is, by our clock', () => {
    expect(newsOf(NEW, [message([1])]).isLive).toBe(true);
    expect(newsOf({ ...NEW, stored: new Set([1]) }, [message([1])]).isLive).toBe(false);
    const late = message([1]);
    late.message.readings[0]!.at = new Date(NOW_MS - HOUR_MS);
    expect(newsOf(NEW, [late]).isLive).toBe(false);
  });

  it('is corrected by what the same messages say of the clock, and repeated ones say nothing of it', () => {
    const behind = (seq: number, afterMs: number) => message([seq], { afterMs, behindMs: HOUR_MS });
    const { fresh, clock } = newsOf(NEW, [behind(1, 0), behind(2, 1_000), behind(1, 2_000)]);
    expect(fresh.map(({ clockCorrectionMs }) => clockCorrectionMs)).toEqual([HOUR_MS, HOUR_MS]);
    expect(clock).toEqual({ samplesMs: [HOUR_MS, HOUR_MS], agreedMs: HOUR_MS });
  });

  it('that waited since the device told of an earlier boot stand as they are', () => {
    const silent = { ...NEW, earlierUntil: new Date(NOW_MS - 2 * HOUR_MS) };
    const waiting = (seq: number) => message([seq], { afterMs: seq, behindMs: HOUR_MS - 60_000 * seq });
    const { fresh, sentUntil } = newsOf(silent, [waiting(1), waiting(2), message([3], { afterMs: 3 })]);
    expect(fresh.map(({ clockCorrectionMs }) => clockCorrectionMs)).toEqual([0, 0, 0]);
    expect(sentUntil).toEqual(new Date(NOW_MS + 3));
  });

  it('measured before and after a clock was set right are corrected each in its own way', () => {
    const behind = { ...NEW, clock: { samplesMs: [HOUR_MS, HOUR_MS], agreedMs: HOUR_MS } };
    const told = message([1, 2]);
    told.message.readings[0]!.at = new Date(NOW_MS - HOUR_MS - 1_000);
    const { fresh } = newsOf(behind, [told]);
    expect(fresh.map(({ readings, clockCorrectionMs }) => [seqs(readings), clockCorrectionMs])).toEqual([
      [[1], HOUR_MS],
      [[2], 0],
    ]);
  });
});
