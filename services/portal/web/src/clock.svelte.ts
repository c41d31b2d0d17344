import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 10_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/** @returns epoch milliseconds; what is shown by it follows the clock. */
export function currentTime(): number {
  subscribe();
  return Date.now();
}
