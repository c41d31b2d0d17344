import type { PageOf } from './api-types';

/** A list that is read page by page, newest first; read again, it has as many rows as were shown. */
export class PagedList<T> {
  items = $state.raw<T[]>([]);
  next = $state<string | null>(null);
  problem = $state.raw<unknown>();
  loading = $state(false);
  /** Whether its first page has come. */
  loaded = $state(false);
  /** When a page last came; epoch milliseconds. */
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

  load = (): Promise<void> =>
    this.#run(async () => {
      const shown = this.items.length;
      let page = await this.fetchPage();
      while (page.next !== null && page.items.length < shown) {
        const following = await this.fetchPage(page.next);
        page = { items: [...page.items, ...following.items], next: following.next };
      }
      return page;
    });

  more = (): Promise<void> => {
    const { next } = this;
    if (next === null || this.loading) return Promise.resolve();
    return this.#run(async () => {
      const page = await this.fetchPage(next);
      return { items: [...this.items, ...page.items], next: page.next };
    });
  };

  async #run(read: () => Promise<PageOf<T>>): Promise<void> {
    const run = ++this.#latest;
    this.loading = true;
    try {
      const page = await read();
      if (run === this.#latest) this.#take(page);
    } catch (problem) {
      if (run === this.#latest) this.problem = problem;
    } finally {
      if (run === this.#latest) this.loading = false;
    }
  }

  #take({ items, next }: PageOf<T>): void {
    this.items = items;
    this.next = next;
    this.problem = undefined;
    this.loaded = true;
    this.knownAt = Date.now();
  }
}
