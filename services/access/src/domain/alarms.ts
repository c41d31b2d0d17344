import { type AlarmKind } from '@selvbetjent/contracts';
import { contactAfter } from './contact';

const MINUTE_MS = 60_000;
/** An open door may be a long drop-off; longer than this it is told. */
export const HELD_OPEN_MS = 15 * MINUTE_MS;
const SILENT_MS = 5 * MINUTE_MS;
const CHECK_INSIDE_MS = 20 * MINUTE_MS;
const LOW_BATTERY_PERCENT = 20;
const GOOD_BATTERY_PERCENT = 25;
/** After we connect, every living door has spoken by then: what we knew before may be old. */
const DOORS_HEARD_MS = 30_000;
/** After our start, news that waited for us has come by then. */
const NEWS_READ_MS = MINUTE_MS;

interface Spot {
  stationId: string;
  containerId: string;
}

/** What a door last said of itself; null is what it didn't say. */
export interface WatchedDoor extends Spot {
  doorId: string;
  alive: boolean;
  lastSeenAt: Date;
  open: boolean | null;
  locked: boolean | null;
  jammed: boolean | null;
  /** Per cent. */
  battery: number | null;
  leafSince: Date | null;
  heldOpenAt: Date | null;
}

/** A visit that is open, or that ended by rule while something about it was alarmed. */
export interface WatchedVisit extends Spot {
  visitId: string;
  openedAt: Date;
  isOpen: boolean;
  hasAttempt: boolean;
}

export interface Situation {
  now: Date;
  /** How long we have heard the doors without a break; 0 while we don't. */
  listeningMs: number;
  /** How long this process has run. */
  upMs: number;
  stations: readonly { stationId: string; contactAt: Date }[];
  doors: readonly WatchedDoor[];
  visits: readonly WatchedVisit[];
}

/** What an alarm is about. `kind` and `subject` are its identity while it stands. */
export interface AlarmAbout {
  kind: AlarmKind;
  /** The door, visit or station. */
  subject: string;
  stationId: string;
  containerId: string | null;
  doorId: string | null;
  visitId: string | null;
}

export interface AlarmCause extends AlarmAbout {
  /** When what it tells of began. */
  since: Date;
}

/** `unknown` neither raises nor clears: an alarm goes by knowledge only. */
type Verdict = AlarmAbout & ({ says: 'stands'; since: Date } | { says: 'gone' | 'unknown' });

/** What to raise and what to clear. An alarm that nothing speaks of any more (its door is gone, its visit has ended) is cleared. */
export function alarmChanges<Standing extends Pick<AlarmAbout, 'kind' | 'subject'>>(
  standing: readonly Standing[],
  situation: Situation,
): { raise: AlarmCause[]; clear: Standing[] } {
  const verdicts = new Map(verdictsOn(situation).map((verdict) => [keyOf(verdict), verdict]));
  const raised = new Set(standing.map(keyOf));
  const raise = [...verdicts.values()].flatMap((verdict) =>
    verdict.says === 'stands' && !raised.has(keyOf(verdict)) ? [verdict] : [],
  );
  const clear = standing.filter((alarm) => (verdicts.get(keyOf(alarm))?.says ?? 'gone') === 'gone');
  return { raise, clear };
}

function keyOf({ kind, subject }: Pick<AlarmAbout, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`;
}

function verdictsOn(situation: Situation): Verdict[] {
  return [
    ...situation.stations.map((station) => hoursUnconfirmed(station, situation)),
    ...situation.doors.flatMap((door) => [
      heldOpen(door, situation),
      jammed(door),
      silent(door, situation),
      batteryLow(door),
    ]),
    ...situation.visits.flatMap((visit) => [forcedOpen(visit), openedLate(visit), checkInside(visit, situation)]),
  ];
}

function hoursUnconfirmed(
  { stationId, contactAt }: { stationId: string; contactAt: Date },
  { now, upMs }: Situation,
): Verdict {
  const nothingElse = { containerId: null, doorId: null, visitId: null };
  const about = { kind: 'hours_unconfirmed' as const, subject: stationId, stationId, ...nothingElse };
  if (contactAfter(contactAt, now) === 'kept') return { ...about, says: 'gone' };
  return upMs < NEWS_READ_MS ? { ...about, says: 'unknown' } : { ...about, says: 'stands', since: contactAt };
}

/** A silent door's leaf is unknown, so that it neither raises nor clears. */
function heldOpen(door: WatchedDoor, { now }: Situation): Verdict {
  const about = aboutDoor('held_open', door);
  const { alive, open, heldOpenAt, leafSince } = door;
  if (!alive || open === null) return { ...about, says: 'unknown' };
  if (!open || !heldOpenAt || heldOpenAt > now) return { ...about, says: 'gone' };
  return { ...about, says: 'stands', since: leafSince ?? heldOpenAt };
}

function jammed(door: WatchedDoor): Verdict {
  const about = aboutDoor('jammed', door);
  if (!door.alive) return { ...about, says: 'unknown' };
  return door.jammed ? { ...about, says: 'stands', since: door.lastSeenAt } : { ...about, says: 'gone' };
}

/** While we ourselves hear nobody, no door is to blame. */
function silent(door: WatchedDoor, { now, listeningMs }: Situation): Verdict {
  const about = aboutDoor('silent', door);
  if (door.alive) return { ...about, says: 'gone' };
  const silentMs = now.getTime() - door.lastSeenAt.getTime();
  const isSure = silentMs >= SILENT_MS && listeningMs >= SILENT_MS;
  return isSure ? { ...about, says: 'stands', since: door.lastSeenAt } : { ...about, says: 'unknown' };
}

function batteryLow(door: WatchedDoor): Verdict {
  const about = aboutDoor('battery_low', door);
  const { alive, battery, lastSeenAt } = door;
  if (!alive || battery === null) return { ...about, says: 'unknown' };
  if (battery <= LOW_BATTERY_PERCENT) return { ...about, says: 'stands', since: lastSeenAt };
  return { ...about, says: battery > GOOD_BATTERY_PERCENT ? 'gone' : 'unknown' };
}

/** Raised when it happens, with the visit's first change; here it only ends. */
function forcedOpen(visit: WatchedVisit): Verdict {
  const about = aboutVisit('forced_open', visit);
  return { ...about, says: visit.isOpen && !visit.hasAttempt ? 'unknown' : 'gone' };
}

/** Raised with the opening, as it is told; here it only ends, with its visit. */
function openedLate(visit: WatchedVisit): Verdict {
  return { ...aboutVisit('opened_late', visit), says: visit.isOpen ? 'unknown' : 'gone' };
}

/** Somebody may be behind closed doors: the visit goes on, and no leaf has moved for too long. */
function checkInside(visit: WatchedVisit, { now, listeningMs, doors }: Situation): Verdict {
  const about = aboutVisit('check_inside', visit);
  const own = doors.filter((door) => door.stationId === visit.stationId && door.containerId === visit.containerId);
  if (own.length === 0 || listeningMs < DOORS_HEARD_MS) return { ...about, says: 'unknown' };
  if (own.some((door) => door.alive && door.open)) return { ...about, says: 'gone' };
  if (own.every((door) => door.alive && door.open === false && door.locked)) return { ...about, says: 'gone' };
  if (!visit.isOpen || own.some(({ open }) => open !== false)) return { ...about, says: 'unknown' };
  const closedMs = own.map(({ leafSince }) => leafSince?.getTime() ?? 0);
  const since = new Date(Math.max(visit.openedAt.getTime(), ...closedMs));
  const isDue = now.getTime() - since.getTime() >= CHECK_INSIDE_MS;
  return isDue ? { ...about, says: 'stands', since } : { ...about, says: 'unknown' };
}

function aboutDoor(kind: AlarmKind, { stationId, containerId, doorId }: WatchedDoor): AlarmAbout {
  return { kind, subject: doorId, stationId, containerId, doorId, visitId: null };
}

export function aboutVisit(
  kind: AlarmKind,
  { stationId, containerId, visitId }: Spot & { visitId: string },
): AlarmAbout {
  return { kind, subject: visitId, stationId, containerId, doorId: null, visitId };
}
