import { Temporal } from 'temporal-polyfill';
import { TIME_ZONE } from './plan';

/** When the world of a run is: as the machine's, or shortly before the clocks of its zone change. */
export const WORLDS = ['now', 'spring', 'autumn'] as const;
export type World = (typeof WORLDS)[number];

/** The change comes so long after people have begun, so that it lies within every run. */
const BEFORE_CHANGE_MS = 60_000;

/** @returns when people begin, as an instant of the world; for `now` it is `now` */
export function beginningOf(world: World, now: Date): Date {
  if (world === 'now') return now;
  const changeMs = nextChange(world, Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(TIME_ZONE));
  return new Date(changeMs - BEFORE_CHANGE_MS);
}

/** In spring the zone's offset grows. */
function nextChange(world: 'spring' | 'autumn', from: Temporal.ZonedDateTime): number {
  for (let change = from.getTimeZoneTransition('next'); change; change = change.getTimeZoneTransition('next')) {
    const before = change.subtract({ milliseconds: 1 });
    if (change.offsetNanoseconds > before.offsetNanoseconds === (world === 'spring')) return change.epochMilliseconds;
  }
  throw new Error(`The clocks of ${TIME_ZONE} never change again`);
}
