import { DEFAULT_ZONE, localTime } from './format/time';

/**
 * The instant of a date and time (`2026-11-23`, `11:00`) on the wall of a zone, as ISO text. A time that the clocks skip in
 * spring is an hour later on the wall, one that occurs twice is the first.
 */
export function instantOf(date: string, time: string, zone = DEFAULT_ZONE): string {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const offsets = [-1, 1].map((days) => offsetAt(wall + days * 86_400_000, zone));
  const [before = 0, after = 0] = offsets;
  const first = wall - Math.max(before, after);
  const isRight = first + offsetAt(first, zone) === wall;
  return new Date(isRight ? first : wall - before).toISOString();
}

/** Milliseconds that the zone's wall is ahead of UTC. */
function offsetAt(instant: number, zone: string): number {
  const { date, clock } = localTime(instant, zone);
  const minute = Math.floor(instant / 60_000) * 60_000;
  return Date.parse(`${date}T${clock.replace('.', ':')}:00Z`) - minute;
}
