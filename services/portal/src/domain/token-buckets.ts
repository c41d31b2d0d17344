/** Of as many senders the level is remembered; the oldest is forgotten first. */
const SENDERS = 10_000;

interface Level {
  tokens: number;
  atMs: number;
}

export interface Rate {
  /** How many at once, after a pause. */
  burst: number;
  /** How many a second on average. */
  perSecond: number;
}

/** How often each sender may do something. Times in milliseconds of any monotonic clock. */
export class TokenBuckets {
  private readonly levels = new Map<string, Level>();

  constructor(private readonly rate: Rate) {}

  /** Takes a token when there is one. @returns the seconds to wait, 0 when it may go on now. */
  waitSeconds(sender: string, nowMs: number): number {
    const tokens = this.tokensOf(sender, nowMs);
    const isAllowed = tokens >= 1;
    this.levels.delete(sender);
    this.levels.set(sender, { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs });
    const [oldest] = this.levels.keys();
    if (this.levels.size > SENDERS && oldest !== undefined) this.levels.delete(oldest);
    return isAllowed ? 0 : this.secondsUntil(tokens);
  }

  /** Takes none. @returns the seconds until there is a token, 0 when there is one now. */
  secondsUntilNext(sender: string, nowMs: number): number {
    const tokens = this.tokensOf(sender, nowMs);
    return tokens >= 1 ? 0 : this.secondsUntil(tokens);
  }

  private tokensOf(sender: string, nowMs: number): number {
    const { burst, perSecond } = this.rate;
    const { tokens, atMs } = this.levels.get(sender) ?? { tokens: burst, atMs: nowMs };
    return Math.min(burst, tokens + ((nowMs - atMs) / 1_000) * perSecond);
  }

  private secondsUntil(tokens: number): number {
    return Math.ceil((1 - tokens) / this.rate.perSecond);
  }
}
