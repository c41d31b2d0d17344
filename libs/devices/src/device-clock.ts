const OFFSETS_KEPT = 9;
const TOLERATED_MS = 2_000;

/**
 * How far a device's clock is off ours: the median of the last nine (received − sentAt). Instants are corrected only when that
 * is more than two seconds; a device that doesn't say when it sent is taken at its word.
 */
export class DeviceClock {
  private readonly offsetsMs: number[] = [];

  note(sentAt: Date | null, receivedAt: Date): void {
    if (!sentAt) return;
    this.offsetsMs.push(receivedAt.getTime() - sentAt.getTime());
    if (this.offsetsMs.length > OFFSETS_KEPT) this.offsetsMs.shift();
  }

  get offsetMs(): number {
    const sorted = [...this.offsetsMs].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  correct(at: Date): Date {
    const { offsetMs } = this;
    return Math.abs(offsetMs) > TOLERATED_MS ? new Date(at.getTime() + offsetMs) : at;
  }
}
