/** A pause that can be cut short. A wake-up before the pause isn't lost. */
export class WakeUp {
  private pending = false;
  private end: (() => void) | null = null;

  wake(): void {
    this.pending = true;
    this.end?.();
  }

  async wait(maxMs: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, maxMs);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.end = null;
    this.pending = false;
  }
}
