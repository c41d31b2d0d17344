const HOUR_MS = 3_600_000;
/** Names that are remembered; more strangers than that at once are told of no more. */
const MAX_NAMES = 1_000;

/** Keeps what anyone on the broker can cause from filling the log: each name is due once an hour. */
export class OncePerHour {
  private readonly lastMs = new Map<string, number>();

  constructor(private readonly nowMs: () => number) {}

  isDue(name: string): boolean {
    const nowMs = this.nowMs();
    const lastMs = this.lastMs.get(name);
    if (lastMs !== undefined && nowMs - lastMs < HOUR_MS) return false;
    if (lastMs === undefined && this.lastMs.size >= MAX_NAMES) this.forgetBefore(nowMs - HOUR_MS);
    if (lastMs === undefined && this.lastMs.size >= MAX_NAMES) return false;
    this.lastMs.delete(name);
    this.lastMs.set(name, nowMs);
    return true;
  }

  /** The longest ago stand first. */
  private forgetBefore(limitMs: number): void {
    for (const [name, lastMs] of this.lastMs) {
      if (lastMs > limitMs) return;
      this.lastMs.delete(name);
    }
  }
}
