import { DEFAULT_ZONE, localTime } from './format/time';

const DAY_MS = 86_400_000;

/**
 * The instant of a date and time (`2026-11-23`, `11:00`) on the wall of a zone, as ISO text. A time that the clocks skip in
 * spring is an hour later on the wall, one that occurs twice is the first.
 */
export function instantOf(date: string, time: string, zone = DEFAULT_ZONE): string {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const [before, after] = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)];
  const candidates = [wall - Math.max(before, after), wall - Math.min(before, after)];
  const right = candidates.find((instant) => instant + offsetAt(instant, zone) === wall);
  return new Date(right ?? wall - before).toISOString();
}

/** Milliseconds that the zone's wall is ahead of UTC. */
function offsetAt(instant: number, zone: string): number {
  const { date, clock } = localTime(instant, zone);
  const minute = Math.floor(instant / 60_000) * 60_000;
  return Date.parse(`${date}T${clock.replace('.', ':')}:00Z`) - minute;
}
