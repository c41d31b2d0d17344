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
  return JSON.parse(await readBounded(response)) as unknown;
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_KEY_SET_BYTES) throw new Error(`key set is larger than ${MAX_KEY_SET_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
