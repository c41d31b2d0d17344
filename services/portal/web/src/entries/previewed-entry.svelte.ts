import { api } from '../api';
import type { EntryRequest, StaffEntry } from '../api-types';
import { asPreview } from './entry-draft';

const DEBOUNCE_MS = 400;

/** A row by hand: what it would do while the person types, then the row itself. */
export class PreviewedEntry {
  told = $state.raw<StaffEntry | null>(null);
  /** Why it would not be taken. */
  refusal = $state.raw<unknown>();
  done = $state.raw<StaffEntry | null>(null);
  problem = $state.raw<unknown>();
  sending = $state(false);
  #latest = 0;

  /** @returns a function that cancels it, for when the entry becomes another. */
  ask(request: EntryRequest): () => void {
    const run = ++this.#latest;
    const timer = setTimeout(() => void this.#fetch(request, run), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }

  /** For when there is nothing to try: what was shown before would be wrong. */
  clear(): void {
    this.#latest += 1;
    this.#settle(null, undefined);
  }

  /** Sent again without an answer, it is still entered once: the same words have the same key. */
  async send(request: EntryRequest): Promise<boolean> {
    if (this.sending) return false;
    this.sending = true;
    this.problem = undefined;
    try {
      this.done = await api.enter(request);
      this.clear();
      return true;
    } catch (problem) {
      this.problem = problem;
      return false;
    } finally {
      this.sending = false;
    }
  }

  async #fetch(request: EntryRequest, run: number): Promise<void> {
    try {
      const told = await api.enter(asPreview(request));
      if (run === this.#latest) this.#settle(told, undefined);
    } catch (refusal) {
      if (run === this.#latest) this.#settle(null, refusal);
    }
  }

  #settle(told: StaffEntry | null, refusal: unknown): void {
    this.told = told;
    this.refusal = refusal;
  }
}
