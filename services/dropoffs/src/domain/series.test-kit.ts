import type { Sample } from './sample';
import type { VisitToWeigh } from './weighing';

/** A stretch of samples for tests: `level` is a constant or a function of the seconds since `fromS`. */
export interface Stretch {
  fromS: number;
  untilS: number;
  everyS: number;
  level: number | ((second: number) => number | null);
  tareEpoch?: number;
}

/** Seconds count from the opening of the visit under test; seqs follow the order of the stretches. */
export function series(...stretches: Stretch[]): Sample[] {
  const samples: Sample[] = [];
  for (const { fromS, untilS, everyS, level, tareEpoch } of stretches) {
    for (let second = fromS; second < untilS; second += everyS) {
      const grams = typeof level === 'number' ? level : level(second - fromS);
      samples.push({
        boot: 'b',
        seq: Math.round(second * 10) + 1_000_000,
        atMs: second * 1_000,
        grams,
        tareEpoch: tareEpoch ?? null,
      });
    }
  }
  return samples;
}

/** A visit of 60 s: an idle scale before it, one reading a second for ten minutes after it, then idle again. */
export function cleanVisit(beforeGrams: number, afterGrams: number, changes: Partial<VisitToWeigh> = {}): VisitToWeigh {
  return {
    openedAtMs: 0,
    closedAtMs: 60_000,
    closedBy: 'doors',
    visitCount: 1,
    before: series({ fromS: -1_800, untilS: 0, everyS: 60, level: beforeGrams }),
    after: series({ fromS: 60, untilS: 660, everyS: 1, level: afterGrams }),
    nextOpenedAtMs: null,
    newestReadingAtMs: 660_000,
    isSilent: false,
    scale: { resolutionGrams: 100, maxGrams: 3_000_000 },
    ...changes,
  };
}
