import { type UnmetDemandHour } from '@selvbetjent/contracts';

/** Somebody pressed at a closed door, in an hour of the station's week. */
export interface RefusedPress extends Pick<UnmetDemandHour, 'weekday' | 'hour'> {
  doorId: string;
  at: Date;
}

/** So long somebody goes on trying at a door. */
const TRIES_AGAIN_MS = 10 * 60_000;

/** Presses at one door within ten minutes of one that counts don't count again. */
export function unmetDemand(presses: readonly RefusedPress[]): UnmetDemandHour[] {
  const countedAt = new Map<string, number>();
  const hours = new Map<string, UnmetDemandHour>();
  for (const { doorId, at, weekday, hour } of presses.toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
    if (at.getTime() - (countedAt.get(doorId) ?? -Infinity) < TRIES_AGAIN_MS) continue;
    countedAt.set(doorId, at.getTime());
    const times = (hours.get(`${weekday}/${hour}`)?.times ?? 0) + 1;
    hours.set(`${weekday}/${hour}`, { weekday, hour, times });
  }
  return [...hours.values()].toSorted((one, other) => one.weekday - other.weekday || one.hour - other.hour);
}
