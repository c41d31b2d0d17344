import { readBounded } from './read-bounded';

/** Longest wait for the key server, in milliseconds. */
export const KEY_SERVER_TIMEOUT_MS = 1_000;
/** Largest answer of the key server that is read, in bytes. */
export const MAX_KEY_SET_BYTES = 64 * 1024;

/**
 * The JSON at the key server's address, untrusted. One attempt, no redirects, bounded in time and size.
 *
 * @throws Error that says what was wrong with the answer
 */
export async function fetchKeySet(url: string, timeoutMs = KEY_SERVER_TIMEOUT_MS): Promise<unknown> {
  const signal = AbortSignal.timeout(Math.min(timeoutMs, KEY_SERVER_TIMEOUT_MS));
  const response = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`key server answered ${response.status}`);
  }
  const body = await readBounded(response, MAX_KEY_SET_BYTES, 'key set');
  return JSON.parse(body.toString('utf8')) as unknown;
}
