import { setTimeout as delay } from 'node:timers/promises';

/** What `work` gives, or at the deadline (by the monotonic clock) `late`: what hangs must not keep the resident waiting. */
export async function inTime<T>(deadlineMs: number, work: Promise<T>, late: () => T): Promise<T> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const deadline = delay(Math.max(0, deadlineMs - performance.now()), null, { signal }).then(late);
  deadline.catch(() => undefined);
  try {
    return await Promise.race([work, deadline]);
  } finally {
    giveUp.abort();
  }
}
