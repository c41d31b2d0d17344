import {
  type Container,
  openingKindOf,
  scheduleOf,
  type StationChanged,
  type WarningToConfirm,
} from '@selvbetjent/contracts';
import { compileSchedule, intervals, localDateOf } from '@selvbetjent/opening-hours';
import { spokenDate } from './dates';
import { doorsOf } from './door-exposure';
import { type Interval } from './open-time';
import { sameContent } from './same-content';

const HORIZON_MS = 366 * 24 * 3_600_000;

/**
 * The doors that residents could open at times of the coming year when they can't now, though the station's hours stayed: by a
 * container's own hours or access, the staffed hours, the zone, something back in use, or a door exposed that nobody recorded
 * the inside handle of. What the hours themselves change is told by `hoursWarnings`.
 */
export function doorWarnings(before: StationChanged, after: StationChanged, now: Date): WarningToConfirm[] {
  const { openingHours, exceptions } = after;
  const known = { ...before, openingHours, exceptions };
  if (sameContent(openingPart(known), openingPart(after))) return [];
  const range = { start: now, end: new Date(now.getTime() + HORIZON_MS) };
  const checked = new Set(doorsOf(before).flatMap(({ id, insideHandle }) => (insideHandle ? [id] : [])));
  const old = openTimes(known, range, checked);
  return openTimesByDoor(after, range).flatMap(({ doorId, container, open }) => {
    const first = firstOutside(open, old.get(doorId) ?? []);
    return first ? [{ code: 'opens_more' as const, message: messageOf(after, container, first) }] : [];
  });
}

/** All that decides when residents may open a door. */
function openingPart(station: StationChanged) {
  const doors = station.containers.map(({ access, hours, stream, doors: all }) => [access, hours, stream, all]);
  return [scheduleOf({ ...station, closures: [] }), doors];
}

/** @param offered doors that count as exposed */
function openTimes(station: StationChanged, range: Interval, offered: ReadonlySet<string>): Map<string, Interval[]> {
  return new Map(openTimesByDoor(station, range, offered).map(({ doorId, open }) => [doorId, open]));
}

function openTimesByDoor(station: StationChanged, range: Interval, offered: ReadonlySet<string> = new Set()) {
  const schedule = compileSchedule(scheduleOf({ ...station, closures: [] }));
  return station.containers.flatMap((container) => {
    const { id: containerId, hours: containerHours, access, doors } = container;
    const scope = { containerId, containerHours, audience: 'residents' as const, kind: openingKindOf(container) };
    const open = access === 'closed' ? [] : intervals(schedule, range.start, range.end, scope);
    return doors
      .filter(({ id, exposed }) => exposed || offered.has(id))
      .map(({ id, retiredAt }) => ({
        doorId: id,
        container,
        open: retiredAt ? until(open, new Date(retiredAt)) : open,
      }));
  });
}

function until(open: readonly Interval[], end: Date): Interval[] {
  return open.filter(({ start }) => start < end).map((one) => (one.end > end ? { ...one, end } : one));
}

/** @returns the first instant of these sorted times that the others don't cover, or null. */
function firstOutside(times: readonly Interval[], covering: readonly Interval[]): Date | null {
  for (const { start, end } of times) {
    let covered = start;
    for (const other of covering) if (other.start <= covered && other.end > covered) covered = other.end;
    if (covered < end) return covered;
  }
  return null;
}

function messageOf({ timeZone }: StationChanged, { name }: Container, first: Date): string {
  const time = new Intl.DateTimeFormat('nb-NO', { hour: '2-digit', minute: '2-digit', timeZone }).format(first);
  return `${name} kan åpnes når den ikke kunne det før, første gang ${spokenDate(localDateOf(first, timeZone))} kl. ${time}.`;
}
