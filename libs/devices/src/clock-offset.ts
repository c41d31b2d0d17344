const SAMPLES = 9;
/** Offsets within this are the network's, not the clock's. */
const NEGLIGIBLE_MS = 2_000;
/** Messages wait so long on their way; a larger difference comes from another clock. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** What is known of a device's clock: received − sent of its last messages, and the offset that they agreed on. */
export interface ClockOffset {
  samplesMs: number[];
  /** Add it to the device's time to get ours. */
  agreedMs: number;
}

export const UNKNOWN_CLOCK: ClockOffset = { samplesMs: [], agreedMs: 0 };

/**
 * Takes in one more message. A wrong clock gives the same difference every time; messages that queued somewhere give many
 * different ones, and then the last agreed offset stays, unless the new message came sooner: none comes before it is sent, so those before it had waited.
 */
export function observeClock(clock: ClockOffset, receivedAtMs: number, sentAtMs: number): ClockOffset {
  const differenceMs = receivedAtMs - sentAtMs;
  if (hadWaited(clock, differenceMs)) return { samplesMs: [differenceMs], agreedMs: differenceMs };
  const samplesMs = [...clock.samplesMs, differenceMs].slice(-SAMPLES);
  const isAgreed = Math.max(...samplesMs) - Math.min(...samplesMs) <= NEGLIGIBLE_MS;
  return { samplesMs, agreedMs: isAgreed ? Math.round(median(samplesMs)) : clock.agreedMs };
}

/**
 * One more message of a burst: together they say no more of the clock than one, and that one waited least which shows the
 * smallest difference.
 */
export function observeClockAgain(clock: ClockOffset, receivedAtMs: number, sentAtMs: number): ClockOffset {
  const leastMs = Math.min(receivedAtMs - sentAtMs, clock.samplesMs.at(-1) ?? Infinity);
  return observeClock({ ...clock, samplesMs: clock.samplesMs.slice(0, -1) }, leastMs, 0);
}

/** @returns what to add to the `at` of a message's readings: 0 unless the clock is more than two seconds wrong. */
export function correctionMs(clock: ClockOffset): number {
  const latestMs = clock.samplesMs.at(-1) ?? 0;
  const isWrong = Math.abs(clock.agreedMs) > NEGLIGIBLE_MS && Math.abs(latestMs) > NEGLIGIBLE_MS;
  return isWrong ? clock.agreedMs : 0;
}

function hadWaited({ samplesMs, agreedMs }: ClockOffset, differenceMs: number): boolean {
  const soonerMs = agreedMs - differenceMs;
  return samplesMs.length > 0 && soonerMs > NEGLIGIBLE_MS && soonerMs <= LONGEST_WAIT_MS;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const above = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? above : ((sorted[middle - 1] ?? above) + above) / 2;
}
