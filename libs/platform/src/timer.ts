/** The only source of repetition by time; tests bring one that they wind by hand. */
export abstract class Timer {
  /**
   * Calls `work` each time that so many milliseconds have passed, first after one such pause.
   * @returns what stops it
   */
  abstract every(periodMs: number, work: () => void): () => void;
}

export class SystemTimer extends Timer {
  every(periodMs: number, work: () => void): () => void {
    const handle = setInterval(work, periodMs);
    return () => clearInterval(handle);
  }
}
