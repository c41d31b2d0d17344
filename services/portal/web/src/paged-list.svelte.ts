import type { PageOf } from './api-types';

/** A list that is read page by page, newest first; reading it again begins at its first page. */
export class PagedList<T> {
  items = $state.raw<T[]>([]);
  next = $state<string | null>(null);
  problem = $state.raw<unknown>();
  loading = $state(false);
  /** Whether its first page has come. */
  loaded = $state(false);
  /** When the first page was told; epoch milliseconds. */
  knownAt = $state(0);
  #latest = 0;

  constructor(private readonly fetchPage: (cursor?: string) => Promise<PageOf<T>>) {}

  /** Forgets what is shown: another list is meant. */
  reset = (): Promise<void> => {
    this.items = [];
    this.next = null;
    this.loaded = false;
    return this.load();
  };

  load = (): Promise<void> => this.#fetch(undefined);

  more = (): Promise<void> => (this.next === null || this.loading ? Promise.resolve() : this.#fetch(this.next));

  async #fetch(cursor: string | undefined): Promise<void> {
    const run = ++this.#latest;
    this.loading = true;
    try {
      const page = await this.fetchPage(cursor);
      if (run === this.#latest) this.#take(page, cursor === undefined);
    } catch (problem) {
      if (run === this.#latest) this.problem = problem;
    } finally {
      if (run === this.#latest) this.loading = false;
    }
  }

  #take({ items, next }: PageOf<T>, isFirst: boolean): void {
    this.items = isFirst ? items : [...this.items, ...items];
    this.next = next;
    this.problem = undefined;
    this.loaded = true;
    if (isFirst) this.knownAt = Date.now();
  }
}
