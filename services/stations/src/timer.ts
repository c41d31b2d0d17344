/** Repeats work; tests bring a timer that they wind by hand. */
export abstract class Timer {
  /** @returns what stops it. */
  abstract every(periodMs: number, work: () => void): () => void;
}

export class SystemTimer extends Timer {
  every(periodMs: number, work: () => void): () => void {
    const handle = setInterval(work, periodMs);
    return () => clearInterval(handle);
  }
}
