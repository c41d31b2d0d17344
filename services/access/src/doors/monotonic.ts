/** Time that never jumps, and timers by it. */
export abstract class Monotonic {
  /** Milliseconds from an arbitrary start. */
  abstract nowMs(): number;
  /** @returns what cancels it. */
  abstract after(delayMs: number, callback: () => void): () => void;
}

export const realMonotonic: Monotonic = {
  nowMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
