const FAST_MS = 10 * 60_000;
const IDLE_INTERVAL_MS = 60_000;
const SMOOTHED_SAMPLES = 5;

/**
 * Which of its samples (one a second) a scale reports: each of them for ten minutes after a change of more than twice
 * its resolution, else one a minute. A change is seen in the median of five samples, so that noise alone isn't one.
 */
export class ReportingRhythm {
  private recent: number[] = [];
  private reference: number | undefined;
  private fastUntilMs = -Infinity;
  private reportedAtMs = -Infinity;

  constructor(private readonly resolutionGrams: number) {}

  /** From now on as after a change: what happened before the start isn't known. */
  hurry(atMs: number): void {
    this.fastUntilMs = atMs + FAST_MS;
  }

  /** @returns whether the sample is reported. Samples come in the order of their time. */
  reports(atMs: number, grams: number): boolean {
    const level = this.smoothed(grams);
    this.reference ??= level;
    if (Math.abs(level - this.reference) > 2 * this.resolutionGrams) {
      this.reference = level;
      this.hurry(atMs);
    }
    const isFast = atMs < this.fastUntilMs;
    if (!isFast && atMs - this.reportedAtMs < IDLE_INTERVAL_MS) return false;
    if (!isFast) this.reference = level;
    this.reportedAtMs = atMs;
    return true;
  }

  private smoothed(grams: number): number {
    this.recent = [...this.recent, grams].slice(-SMOOTHED_SAMPLES);
    const sorted = [...this.recent].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] as number;
  }
}
