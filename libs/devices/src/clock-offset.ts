const SAMPLES = 9;
/** Offsets within this are the network's, not the clock's. */
const NEGLIGIBLE_MS = 2_000;
/** Messages wait so long on their way; a larger difference comes from another clock. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** What is known of the clock of a device's boot: received − sent of its last messages, and the offset that they agreed on. */
export interface ClockOffset {
  samplesMs: number[];
  /** Add it to the device's time to get ours. */
  agreedMs: number;
}

/** One message of a boot, in epoch milliseconds. */
export interface Contact {
  /** By our clock. */
  receivedAtMs: number;
  /** By the device's clock. */
  sentAtMs: number;
  /** When the device last told something of an earlier boot, by our clock; absent when nobody knows. */
  earlierUntilMs?: number;
}

export const UNKNOWN_CLOCK: ClockOffset = { samplesMs: [], agreedMs: 0 };

/**
 * Takes in one more message. A wrong clock gives the same difference every time; messages that queued somewhere give many
 * different ones, and then the last agreed offset stays, unless the new message came sooner: none comes before it is sent, so those before it had waited.
 */
export function observeClock(clock: ClockOffset, contact: Contact): ClockOffset {
  const differenceMs = contact.receivedAtMs - contact.sentAtMs;
  if (hadWaited(clock, differenceMs)) return { samplesMs: [differenceMs], agreedMs: differenceMs };
  if (clock.samplesMs.length === 0 && mayHaveWaited(contact)) return { samplesMs: [differenceMs], agreedMs: 0 };
  const samplesMs = [...clock.samplesMs, differenceMs].slice(-SAMPLES);
  const isAgreed = Math.max(...samplesMs) - Math.min(...samplesMs) <= NEGLIGIBLE_MS;
  return { samplesMs, agreedMs: isAgreed ? Math.round(median(samplesMs)) : clock.agreedMs };
}

/**
 * One more message of a burst: together they say no more of the clock than one, and that one waited least which shows the
 * smallest difference.
 */
export function observeClockAgain(clock: ClockOffset, contact: Contact): ClockOffset {
  const { receivedAtMs } = contact;
  const leastMs = Math.min(receivedAtMs - contact.sentAtMs, clock.samplesMs.at(-1) ?? Infinity);
  const before = { ...clock, samplesMs: clock.samplesMs.slice(0, -1) };
  return observeClock(before, { ...contact, sentAtMs: receivedAtMs - leastMs });
}

/**
 * @returns what to add to an instant of the last message to get ours, in ms: 0 unless the clock is more than two seconds wrong. A message that says the
 * right time although the clock was wrong may tell of before: its instants are taken to be as young as they can be without lying ahead of us.
 */
export function correctionMs({ samplesMs, agreedMs }: ClockOffset, atMs: number, receivedAtMs: number): number {
  const latestMs = samplesMs.at(-1) ?? 0;
  if (Math.abs(agreedMs) <= NEGLIGIBLE_MS) return 0;
  if (Math.abs(latestMs) > NEGLIGIBLE_MS) return agreedMs;
  const [older, younger] = agreedMs < 0 ? [agreedMs, 0] : [0, agreedMs];
  return atMs + younger <= receivedAtMs + NEGLIGIBLE_MS ? younger : older;
}

function hadWaited({ samplesMs, agreedMs }: ClockOffset, differenceMs: number): boolean {
  const soonerMs = agreedMs - differenceMs;
  return samplesMs.length > 0 && soonerMs > NEGLIGIBLE_MS && soonerMs <= LONGEST_WAIT_MS;
}

/** Whether a boot's first message may come late from a clock that is right: it was then sent since the device told of an earlier boot. */
function mayHaveWaited({ receivedAtMs, sentAtMs, earlierUntilMs }: Contact): boolean {
  const isLate = receivedAtMs - sentAtMs > NEGLIGIBLE_MS;
  return isLate && earlierUntilMs !== undefined && sentAtMs >= earlierUntilMs - NEGLIGIBLE_MS;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const above = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? above : ((sorted[middle - 1] ?? above) + above) / 2;
}
