/** One reading as the weighing sees it. */
export interface Sample {
  boot: string;
  seq: number;
  /** Corrected device time, epoch milliseconds. */
  atMs: number;
  /** Untared integer grams; null when the scale says that it can't weigh. */
  grams: number | null;
  tareEpoch: number | null;
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
