import type { CryptoKey } from 'jose';
import { fetchKeySet } from './fetch-key-set';
import type { KeySource } from './key-set';
import { readKeySet } from './key-set';
import type { HeldKey, KeyStore } from './key-store';
import { afterFetch, fromStored, isUsable, toStored } from './key-store';
import { isSafeToFetch } from './web-address';

const REFRESH_MS = 3_600_000;
const UNKNOWN_KEY_REFETCH_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

export interface Timers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** What happened to the keys; for logs and alarms. */
export type KeysEvent =
  | { readonly type: 'fetched'; readonly kids: readonly string[] }
  | { readonly type: 'fetch_failed' | 'load_failed' | 'save_failed'; readonly cause: unknown };

export interface OslonokkelenKeysOptions {
  /** Address of the JWK set: https, or http on this machine. */
  readonly url: string;
  readonly store?: KeyStore;
  readonly onEvent?: (event: KeysEvent) => void;
  readonly now?: () => Date;
  readonly timers?: Timers;
  /** Longest wait for one fetch; never more than 1,000. */
  readonly timeoutMs?: number;
}

/**
 * The back end's public keys, fetched hourly in the background and after a failure soon again. While the key server is
 * down the known keys go on working for up to seven days; a key that the server no longer has is gone within a day.
 * A token with an unknown `kid` makes one extra fetch, at most once a minute whatever the number of such tokens.
 */
export class OslonokkelenKeys implements KeySource {
  private readonly now: () => Date;
  private readonly timers: Timers;
  private held: ReadonlyMap<string, HeldKey> = new Map();
  private fetching: Promise<void> | undefined;
  private saving: Promise<void> = Promise.resolve();
  private timer: unknown;
  private running = false;
  private failures = 0;
  private unknownKeyFetchedAt = -Infinity;

  /** @throws Error when the address is neither https nor on this machine */
  constructor(private readonly options: OslonokkelenKeysOptions) {
    if (!isSafeToFetch(options.url)) {
      throw new Error(`The key set must be fetched by https (http only from this machine), not from "${options.url}"`);
    }
    this.now = options.now ?? (() => new Date());
    this.timers = options.timers ?? systemTimers;
  }

  /** Loads the stored keys, tries a first fetch and goes on in the background. A failure of either is only reported. */
  async start(): Promise<void> {
    this.running = true;
    await this.loadStored();
    await this.refreshInBackground();
  }

  /** Ends the background work; resolves when nothing is being fetched or saved any more. */
  async stop(): Promise<void> {
    this.running = false;
    this.timers.clearTimeout(this.timer);
    await this.fetching;
    await this.saving;
  }

  /** The key of that name if it may be used now. Never fails; waits for at most one fetch. */
  async find(kid: string): Promise<CryptoKey | undefined> {
    if (this.usable(kid) === undefined) await this.refetchForUnknownKey();
    return this.usable(kid)?.key;
  }

  /** Names of the keys that may be used now. */
  usableKids(): string[] {
    return [...this.held.keys()].filter((kid) => this.usable(kid) !== undefined);
  }

  /** Fetches now; joins a fetch that is under way. Never fails, the outcome is reported. */
  refresh(): Promise<void> {
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private usable(kid: string): HeldKey | undefined {
    const key = this.held.get(kid);
    return key !== undefined && isUsable(key, this.now().getTime()) ? key : undefined;
  }

  private async refetchForUnknownKey(): Promise<void> {
    if (this.fetching !== undefined) return this.fetching;
    const now = this.now().getTime();
    if (now - this.unknownKeyFetchedAt < UNKNOWN_KEY_REFETCH_MS) return;
    this.unknownKeyFetchedAt = now;
    await this.refresh();
  }

  private async fetch(): Promise<void> {
    try {
      const fetched = await readKeySet(await fetchKeySet(this.options.url, this.options.timeoutMs));
      this.held = afterFetch(this.held, fetched, this.now().getTime());
      this.failures = 0;
      this.report({ type: 'fetched', kids: [...fetched.keys()] });
      this.save();
    } catch (cause) {
      this.failures += 1;
      this.report({ type: 'fetch_failed', cause });
    }
  }

  private async refreshInBackground(): Promise<void> {
    await this.refresh();
    if (!this.running) return;
    this.timer = this.timers.setTimeout(() => void this.refreshInBackground(), this.untilNextFetchMs());
  }

  private untilNextFetchMs(): number {
    return this.failures === 0 ? REFRESH_MS : Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LONGEST_RETRY_MS);
  }

  private async loadStored(): Promise<void> {
    try {
      const stored = (await this.options.store?.load()) ?? null;
      this.held = await fromStored(this.options.url, stored, this.now().getTime());
    } catch (cause) {
      this.report({ type: 'load_failed', cause });
    }
  }

  /** In the order of the fetches, and never in the way of a token. */
  private save(): void {
    const stored = toStored(this.options.url, this.held);
    this.saving = this.saving
      .then(() => this.options.store?.save(stored))
      .catch((cause: unknown) => this.report({ type: 'save_failed', cause }));
  }

  private report(event: KeysEvent): void {
    this.options.onEvent?.(event);
  }
}

const systemTimers: Timers = {
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
