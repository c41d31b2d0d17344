/** A backlog goes in bursts; on average a device gets this often to upload. */
const BURST = 30;
const PER_SECOND = 3;
/** Of as many senders the level is remembered; the oldest is forgotten first. */
const SENDERS = 10_000;

interface Level {
  tokens: number;
  atMs: number;
}

/** How often a sender may upload: a bucket of tokens for each. Times in milliseconds of any monotonic clock. */
export class UploadRate {
  private readonly levels = new Map<string, Level>();

  /** @returns the seconds to wait, 0 when it may upload now. */
  waitSeconds(sender: string, nowMs: number): number {
    const before = this.levels.get(sender) ?? { tokens: BURST, atMs: nowMs };
    const tokens = Math.min(BURST, before.tokens + ((nowMs - before.atMs) / 1_000) * PER_SECOND);
    const isAllowed = tokens >= 1;
    this.levels.delete(sender);
    this.levels.set(sender, { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs });
    const [oldest] = this.levels.keys();
    if (this.levels.size > SENDERS && oldest !== undefined) this.levels.delete(oldest);
    return isAllowed ? 0 : Math.ceil((1 - tokens) / PER_SECOND);
  }
}
