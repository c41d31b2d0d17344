import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { hashOfSession, SessionStore } from './session.store';

/** How soon it is noticed that another replica ended a session, or that it ran out. */
const LOOK_MS = 2_000;
/** For so long nothing is ended only because sessions can't be read. */
const UNREADABLE_MS = 60_000;

/**
 * Ends what is held open for a session when the session is over: at once when it was ended here, after seconds when it ran out or was
 * ended by another replica. To be watched is no use of the session.
 */
@Injectable()
export class SessionWatch implements BeforeApplicationShutdown {
  private readonly logger = new Logger(SessionWatch.name);
  /** What to call, by the hash of the session's id. */
  private readonly watched = new Map<string, Set<() => void>>();
  private timer: NodeJS.Timeout | null = null;
  private readableAt: Date;

  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.readableAt = clock.now();
    sessions.ended.subscribe((hash) => this.end(hash));
  }

  /**
   * @param over is called once, when the session is over
   * @returns a function that stops watching
   */
  watch(sessionId: string, over: () => void): () => void {
    const hash = hashOfSession(sessionId).toString('hex');
    if (this.watched.size === 0) this.begin();
    const all = this.watched.get(hash) ?? new Set();
    this.watched.set(hash, all.add(over));
    return () => {
      all.delete(over);
      if (all.size === 0 && this.watched.get(hash) === all) this.watched.delete(hash);
      if (this.watched.size === 0) this.stop();
    };
  }

  /** Asks which of the watched sessions are over. */
  async look(): Promise<void> {
    const hashes = [...this.watched.keys()];
    try {
      const goingOn = await this.sessions.goingOn(hashes);
      this.readableAt = this.clock.now();
      for (const hash of hashes) if (!goingOn.has(hash)) this.end(hash);
    } catch (error) {
      this.logger.warn({ err: error }, 'Sessions cannot be read');
      if (this.clock.now().getTime() - this.readableAt.getTime() > UNREADABLE_MS)
        hashes.forEach((one) => this.end(one));
    }
  }

  beforeApplicationShutdown(): void {
    this.stop();
  }

  private begin(): void {
    this.readableAt = this.clock.now();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  private stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private end(hash: string): void {
    const all = this.watched.get(hash) ?? [];
    for (const over of [...all]) over();
  }
}
