import { keptAnswers } from './kept-answers';
import { isOutage } from './problem';

/**
 * Something fetched: keeps the last good value when a later fetch fails, and ignores answers that were overtaken. With a name
 * its answers outlive the page, and the last one is shown when no contact can be had.
 */
export class Resource<T> {
  value = $state.raw<T | undefined>();
  problem = $state.raw<unknown>();
  loading = $state(false);
  /** When the server said `value`, in epoch milliseconds. */
  knownAt = $state(0);
  #latest = 0;

  constructor(
    private readonly fetchValue: () => Promise<T>,
    private readonly keptAs?: string,
  ) {}

  load = async (): Promise<void> => {
    const run = ++this.#latest;
    this.loading = true;
    try {
      const value = await this.fetchValue();
      if (run === this.#latest) this.succeed(value);
    } catch (problem) {
      if (run === this.#latest) this.fail(problem);
    }
  };

  private succeed(value: T): void {
    this.value = value;
    this.knownAt = Date.now();
    this.problem = undefined;
    this.loading = false;
    if (this.keptAs) keptAnswers.keep(this.keptAs, { value, at: this.knownAt });
  }

  private fail(problem: unknown): void {
    const kept = this.keptAs && this.value === undefined && isOutage(problem) && keptAnswers.read<T>(this.keptAs);
    if (kept) {
      this.value = kept.value;
      this.knownAt = kept.at;
    }
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
