import { api } from './api';
import type { HoursPreview, PreviewRequest } from './api-types';

const DEBOUNCE_MS = 400;

/** What a change of hours would do, computed by the server while the person edits. */
export class LivePreview {
  value = $state.raw<(HoursPreview & { from: string }) | null>(null);
  problem = $state.raw<unknown>();
  pending = $state(false);
  #latest = 0;

  constructor(private readonly stationId: string) {}

  /** @returns a function that cancels it, for when the change becomes another. */
  ask(request: PreviewRequest): () => void {
    const run = ++this.#latest;
    this.pending = true;
    const timer = setTimeout(() => void this.#fetch(request, run), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }

  /** For when there is nothing to try: what was shown before would be wrong. */
  clear(): void {
    this.#latest += 1;
    this.#settle(null, undefined);
  }

  async #fetch(request: PreviewRequest, run: number): Promise<void> {
    try {
      const preview = await api.previewHours(this.stationId, request);
      if (run === this.#latest) this.#settle({ ...preview, from: request.from }, undefined);
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
