import { type TrafficMessage } from '@selvbetjent/simulation';

/** What a command said of the door's nonce, beside what the door itself knows of it. */
export interface HeardCommand {
  /** How old the command said that the nonce was when it was sent. */
  claimedAgeMs: number;
  ttlMs: number;
  /** How long before the command came the door had first said the nonce; null for one that it never said. */
  saidMsAgo: number | null;
}

/** What goes over the air to and from a door, by one monotonic clock: no age of a nonce can be longer than the time since it was first said. */
export class CommandsHeard {
  private readonly saidAtMs = new Map<string, number>();
  private readonly commands = new Map<string, HeardCommand>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  hear({ direction, topic, payload }: Omit<TrafficMessage, 'at'>): void {
    if (direction === 'sent') this.say(JSON.parse(payload) as { nonce?: string });
    else if (topic.endsWith('/command')) this.take(JSON.parse(payload) as SentCommand);
  }

  of(commandId: string): HeardCommand {
    return this.commands.get(commandId) ?? { claimedAgeMs: 0, ttlMs: 0, saidMsAgo: null };
  }

  private say({ nonce }: { nonce?: string }): void {
    if (nonce !== undefined && !this.saidAtMs.has(nonce)) this.saidAtMs.set(nonce, this.nowMs());
  }

  private take({ id, nonce, nonceAgeMs, ttlMs }: SentCommand): void {
    if (this.commands.has(id)) return;
    const saidAtMs = this.saidAtMs.get(nonce);
    const saidMsAgo = saidAtMs === undefined ? null : Math.ceil(this.nowMs() - saidAtMs);
    this.commands.set(id, { claimedAgeMs: nonceAgeMs, ttlMs, saidMsAgo });
  }
}

interface SentCommand {
  id: string;
  nonce: string;
  nonceAgeMs: number;
  ttlMs: number;
}
