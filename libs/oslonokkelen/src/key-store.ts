import type { PublicJwk, VerificationKey } from './key-set';
import { readKey } from './key-set';
import { isJsonObject } from './json-object';

/** One key as it is kept over restarts. Instants are epoch milliseconds. */
export interface StoredKey {
  readonly jwk: PublicJwk;
  readonly lastSeenAt: number;
  /** A later fetch succeeded and did not have it. */
  readonly withdrawn: boolean;
}

/** JSON-safe. Belongs to one key server: keys kept for another address are never used. */
export interface StoredKeys {
  readonly url: string;
  readonly keys: readonly StoredKey[];
}

/** Where keys survive a restart: a file, a row. Either call may fail; the keys in memory go on working. */
export interface KeyStore {
  load(): Promise<StoredKeys | null>;
  save(keys: StoredKeys): Promise<void>;
}

/** A key in use, with what decides how long it may be. */
export interface HeldKey extends VerificationKey {
  readonly lastSeenAt: number;
  readonly withdrawn: boolean;
}

const WITHDRAWN_KEY_MS = 24 * 3_600_000;
const UNSEEN_KEY_MS = 7 * WITHDRAWN_KEY_MS;

/**
 * Whether a key may still be used: up to seven days after it was last seen while the key server is silent, but only a
 * day once the server has answered without it.
 */
export function isUsable(key: Pick<HeldKey, 'lastSeenAt' | 'withdrawn'>, now: number): boolean {
  return now - key.lastSeenAt < (key.withdrawn ? WITHDRAWN_KEY_MS : UNSEEN_KEY_MS);
}

/** The keys after a successful fetch: all that it brought, and the earlier ones that may still be used, withdrawn. */
export function afterFetch(
  held: ReadonlyMap<string, HeldKey>,
  fetched: ReadonlyMap<string, VerificationKey>,
  now: number,
): Map<string, HeldKey> {
  const keys = new Map<string, HeldKey>();
  for (const [kid, key] of held) {
    const withdrawn = { ...key, withdrawn: true };
    if (isUsable(withdrawn, now)) keys.set(kid, withdrawn);
  }
  for (const [kid, key] of fetched) keys.set(kid, { ...key, lastSeenAt: now, withdrawn: false });
  return keys;
}

export function toStored(url: string, held: ReadonlyMap<string, HeldKey>): StoredKeys {
  const keys = [...held.values()].map(({ jwk, lastSeenAt, withdrawn }) => ({ jwk, lastSeenAt, withdrawn }));
  return { url, keys };
}

/**
 * Reads back what was stored. Nothing of it is trusted: what is malformed or from another key server is left out, and a
 * time in the future (a clock that was wrong) counts as now.
 */
export async function fromStored(url: string, stored: unknown, now: number): Promise<Map<string, HeldKey>> {
  const held = new Map<string, HeldKey>();
  if (!isJsonObject(stored) || stored['url'] !== url || !Array.isArray(stored['keys'])) return held;
  for (const entry of stored['keys'] as unknown[]) {
    if (!isJsonObject(entry) || typeof entry['lastSeenAt'] !== 'number') continue;
    const key = await readKey(entry['jwk']);
    if (key === undefined) continue;
    const lastSeenAt = Math.min(entry['lastSeenAt'], now);
    held.set(key.jwk.kid, { ...key, lastSeenAt, withdrawn: entry['withdrawn'] === true });
  }
  return held;
}
