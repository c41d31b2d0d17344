/** What must stay the same for two readings to be comparable. */
export interface Epoch {
  boot: string;
  tareEpoch: number | null;
}

/** One reading as the weighing sees it. */
export interface Sample extends Epoch {
  seq: number;
  /** Corrected device time, epoch milliseconds. */
  atMs: number;
  /** Untared integer grams; null when the scale says that it can't weigh. */
  grams: number | null;
  /** Whether the load rests, in the scale's own word; absent of scales that say nothing of it. */
  rests?: boolean;
}

/** Boots that we number ourselves, for dialects without any, say nothing of the device. */
export const OWN_BOOT_PREFIX = 'edge-';

/** @returns why what the scale showed before can't be compared with what it shows now; null when it can. */
export function epochBreak(before: Epoch, now: Epoch): 'tare_changed' | 'rebooted' | null {
  const isTared = before.tareEpoch !== null && now.tareEpoch !== null && before.tareEpoch !== now.tareEpoch;
  if (isTared) return 'tare_changed';
  return bootOf(before) === bootOf(now) ? null : 'rebooted';
}

function bootOf({ boot }: Epoch): string {
  return boot.startsWith(OWN_BOOT_PREFIX) ? OWN_BOOT_PREFIX : boot;
}

/** @returns each reading once, by time; the order and the repetitions of arrival leave no trace. */
export function inOrder(samples: readonly Sample[]): Sample[] {
  const byIdentity = new Map(samples.map((sample) => [`${sample.boot}/${sample.seq}`, sample]));
  return [...byIdentity.values()].sort(
    (one, other) => one.atMs - other.atMs || compareText(one.boot, other.boot) || one.seq - other.seq,
  );
}

/** @returns the samples of the half-open interval. */
export function between(samples: readonly Sample[], fromMs: number, untilMs: number): Sample[] {
  return samples.filter((sample) => sample.atMs >= fromMs && sample.atMs < untilMs);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
