/** A visit as its newest fact tells it. */
export interface VisitState {
  stationId: string;
  containerId: string;
  openedAt: Date | null;
  closedAt: Date | null;
  withdrawn: boolean;
  /** How many weighings say something uncertain of it. */
  doubts: number;
}

/** What one visit adds to the counts of an hour. */
export interface VisitHour {
  stationId: string;
  containerId: string;
  /** Its beginning; hours of UTC, which are those of every zone that is whole hours away from it. */
  hour: Date;
  opened: number;
  closed: number;
  doubtful: number;
}

const HOUR_MS = 3_600_000;

/** @returns the beginning of the hour. */
export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}

/** A visit counts in the hour of its opening, and in the hour of its close. */
export function visitHours({ withdrawn, openedAt, closedAt, doubts, stationId, containerId }: VisitState): VisitHour[] {
  if (withdrawn) return [];
  const place = { stationId, containerId };
  return [
    ...(openedAt ? [{ ...place, hour: hourOf(openedAt), opened: 1, closed: 0, doubtful: 0 }] : []),
    ...(closedAt ? [{ ...place, hour: hourOf(closedAt), opened: 0, closed: 1, doubtful: doubts > 0 ? 1 : 0 }] : []),
  ];
}
