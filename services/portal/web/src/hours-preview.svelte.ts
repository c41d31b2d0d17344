import { api } from './api';
import type { HoursChange, HoursPreview } from './api-types';
import { addDays } from './format/time';

export const PREVIEW_DAYS = 14;
const DEBOUNCE_MS = 400;

/** What a change of hours would do, computed by the server while the person writes. */
export class LivePreview {
  value = $state.raw<(HoursPreview & { from: string }) | null>(null);
  problem = $state.raw<unknown>();
  pending = $state(false);
  #latest = 0;

  constructor(private readonly stationId: string) {}

  /** @returns a function that cancels it, for when the text changes again. */
  ask(change: HoursChange): () => void {
    const run = ++this.#latest;
    this.pending = true;
    const timer = setTimeout(() => void this.#fetch(change, run), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }

  async #fetch(change: HoursChange, run: number): Promise<void> {
    const from = change.validFrom;
    try {
      const preview = await api.previewHours(this.stationId, { ...change, from, to: addDays(from, PREVIEW_DAYS - 1) });
      if (run === this.#latest) this.#settle({ ...preview, from }, undefined);
    } catch (problem) {
      if (run === this.#latest) this.#settle(null, problem);
    }
  }

  #settle(value: (HoursPreview & { from: string }) | null, problem: unknown): void {
    this.value = value;
    this.problem = problem;
    this.pending = false;
  }
}
