import type { CalibrationPlace, CalibrationStep, ScaleReading } from '../api-types';

const PLACES: CalibrationPlace[] = ['empty', 'centre', 'corner-1', 'corner-2', 'corner-3', 'corner-4'];
/** The rest may be left out. */
const NEEDED = 2;

/** A calibration while somebody stands by the scale: one place after the other. */
export class CalibrationDraft {
  steps = $state.raw<CalibrationStep[]>([]);
  /** When the load was last taken down as read; only later readings are of the next place. */
  since = $state.raw<string | null>(null);

  /** Undefined when all are done. */
  get place(): CalibrationPlace | undefined {
    return PLACES[this.steps.length];
  }

  get mayEnd(): boolean {
    return this.steps.length >= NEEDED;
  }

  /** What the scale showed here; `placedGrams` 0 when empty. */
  take(resting: readonly ScaleReading[], placedGrams: number): void {
    const [newest] = resting;
    if (!this.place || !newest) return;
    this.steps = [...this.steps, { place: this.place, placedGrams, shownGrams: resting.map(({ grams }) => grams) }];
    this.since = newest.at;
  }

  back(): void {
    this.steps = this.steps.slice(0, -1);
  }
}
