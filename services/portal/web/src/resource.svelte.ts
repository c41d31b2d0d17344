/** Something fetched: keeps the last good value when a later fetch fails, and ignores answers that were overtaken. */
export class Resource<T> {
  value = $state.raw<T | undefined>();
  problem = $state.raw<unknown>();
  loading = $state(false);
  #latest = 0;

  constructor(private readonly fetchValue: () => Promise<T>) {}

  load = async (): Promise<void> => {
    const run = ++this.#latest;
    this.loading = true;
    try {
      const value = await this.fetchValue();
      if (run === this.#latest) this.settle(value, undefined);
    } catch (problem) {
      if (run === this.#latest) this.settle(this.value, problem);
    }
  };

  private settle(value: T | undefined, problem: unknown): void {
    this.value = value;
    this.problem = problem;
    this.loading = false;
  }
}

/**
 * Calls `task` every `everyMs` while the page is visible, and when it becomes visible again.
 * @returns a function that stops it.
 */
export function whileVisible(task: () => void, everyMs: number): () => void {
  const runIfVisible = () => {
    if (document.visibilityState === 'visible') task();
  };
  const timer = setInterval(runIfVisible, everyMs);
  document.addEventListener('visibilitychange', runIfVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', runIfVisible);
  };
}
