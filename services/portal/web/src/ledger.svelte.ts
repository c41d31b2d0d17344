import type { DropOffPage, DropOffView } from './api-types';

/** Pages of the append-only ledger, newest first; refreshing keeps the pages that were already opened. */
export class Ledger {
  rows = $state.raw<DropOffView[]>([]);
  next = $state<string | null>(null);
  problem = $state.raw<unknown>();
  loading = $state(false);
  loaded = $state(false);
  /** When the rows were last told; epoch milliseconds. */
  knownAt = $state(0);
  #generation = 0;
  #openedMore = false;

  constructor(private readonly fetchPage: (cursor?: string) => Promise<DropOffPage>) {}

  /** Forgets everything and fetches the first page: the filter has changed. */
  reset = (): Promise<void> => {
    this.#generation += 1;
    this.#openedMore = false;
    this.loaded = false;
    this.rows = [];
    this.next = null;
    return this.refresh();
  };

  refresh = (): Promise<void> => this.#fetch(undefined);

  more = (): Promise<void> => (this.next === null ? Promise.resolve() : this.#fetch(this.next));

  async #fetch(cursor: string | undefined): Promise<void> {
    const generation = this.#generation;
    this.loading = true;
    try {
      const page = await this.fetchPage(cursor);
      if (generation === this.#generation) this.#take(page, cursor !== undefined);
    } catch (problem) {
      if (generation === this.#generation) this.problem = problem;
    } finally {
      if (generation === this.#generation) this.loading = false;
    }
  }

  #take(page: DropOffPage, isFurther: boolean): void {
    const fresh = new Set(page.items.map(({ id }) => id));
    const kept = this.rows.filter(({ id }) => !fresh.has(id));
    this.rows = isFurther ? [...kept, ...page.items] : [...page.items, ...(this.#openedMore ? kept : [])];
    if (isFurther || !this.#openedMore) this.next = page.next;
    this.#openedMore ||= isFurther;
    this.problem = undefined;
    this.loaded = true;
    this.knownAt = Date.now();
  }
}
