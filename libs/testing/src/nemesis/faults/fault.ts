import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { type Bed } from '../bed/bed';
import { type LiveStation } from '../workload/live-station';

/** One phase of one fault. */
export interface Strike {
  bed: Bed;
  stations: readonly LiveStation[];
  random: SeededRandom;
  durationMs: number;
  /** Counts what was injected. */
  injected: (what: string) => void;
}

export interface Fault {
  name: string;
  /** Why it can't be tried here. */
  missing?: (bed: Bed) => string | null;
  /** Goes on for about `durationMs`, and has mended everything when it resolves. */
  strike(strike: Strike): Promise<void>;
}

/** Does it again and again, after pauses between the two, until the phase is over. */
export async function repeatedly(
  { durationMs, random }: Pick<Strike, 'durationMs' | 'random'>,
  [shortestMs, longestMs]: readonly [number, number],
  act: () => Promise<void> | void,
): Promise<void> {
  const endMs = performance.now() + durationMs;
  for (;;) {
    const pauseMs = shortestMs + random.integer(longestMs - shortestMs + 1);
    const leftMs = endMs - performance.now();
    if (leftMs <= pauseMs) return void (await delay(Math.max(0, leftMs)));
    await delay(pauseMs);
    await act();
  }
}
