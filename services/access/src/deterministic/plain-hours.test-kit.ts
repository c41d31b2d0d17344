/** Opening hours as a calendar on a wall has them, read without the library: what the simulation holds the library against. */
export interface PlainHours {
  versions: readonly PlainVersion[];
  /** By date; null is closed all day. */
  exceptions: ReadonlyMap<string, Span | null>;
  /** Half-open intervals of instants. */
  closures: readonly { fromMs: number; untilMs: number }[];
}

export interface PlainVersion {
  /** Days since 1970. */
  fromDay: number;
  /** From Monday. */
  week: readonly (Span | null)[];
  isClosedOnHolidays: boolean;
}

/** Minutes after midnight; more than 1440 is the next day. */
export interface Span {
  fromMinute: number;
  untilMinute: number;
}

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
/** Public holidays of Norway. */
const HOLIDAYS = new Set([
  ...['2026-01-01', '2026-04-02', '2026-04-03', '2026-04-05', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-17'],
  ...['2026-05-24', '2026-05-25', '2026-12-25', '2026-12-26', '2027-01-01', '2027-03-25', '2027-03-26', '2027-03-28'],
  ...['2027-03-29', '2027-05-01', '2027-05-06', '2027-05-16', '2027-05-17', '2027-12-25', '2027-12-26', '2025-12-25'],
  ...['2025-12-26', '2028-01-01'],
]);

/** Whether it is open in Oslo at an instant. */
export function isOpenAt(hours: PlainHours, atMs: number): boolean {
  if (hours.closures.some(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs)) return false;
  const today = dayAt(atMs);
  if (isHoliday(hours, today)) return false;
  const isInDay = covers(spanFrom(hours, today), today, atMs);
  return isInDay || (keepsNight(hours, today) && covers(spanFrom(hours, today - 1), today - 1, atMs));
}

/** The local date of a number of days since 1970. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day in Oslo, as a number of days since 1970. */
export function dayAt(atMs: number): number {
  return Math.floor((atMs + offsetMs(atMs)) / DAY_MS);
}

/** The span that begins on the day; a holiday closes its own day, and not the night after it. */
function spanFrom({ versions, exceptions }: PlainHours, day: number): Span | null {
  const exception = exceptions.get(dateOfDay(day));
  return exception === undefined ? (versionOn(versions, day)?.week[weekdayOf(day)] ?? null) : exception;
}

function isHoliday({ versions, exceptions }: PlainHours, day: number): boolean {
  const date = dateOfDay(day);
  return !exceptions.has(date) && HOLIDAYS.has(date) && versionOn(versions, day)?.isClosedOnHolidays === true;
}

/**
 * Last night goes on in the morning unless the day is an exception, the first of a version, or has hours of its own that are
 * written after those of the day before: of the days from Monday to Sunday, all but Monday.
 */
function keepsNight({ versions, exceptions }: PlainHours, day: number): boolean {
  const version = versionOn(versions, day);
  if (exceptions.has(dateOfDay(day)) || !version) return false;
  return version.fromDay !== day && (weekdayOf(day) === 0 || !version.week[weekdayOf(day)]);
}

function versionOn(versions: readonly PlainVersion[], day: number): PlainVersion | undefined {
  return versions.filter(({ fromDay }) => fromDay <= day).sort((one, other) => other.fromDay - one.fromDay)[0];
}

function covers(span: Span | null, day: number, atMs: number): boolean {
  return span !== null && atMs >= instantOf(day, span.fromMinute) && atMs < instantOf(day, span.untilMinute);
}

/** A time that is skipped in spring is an hour later, one that occurs twice is the first. */
function instantOf(day: number, minute: number): number {
  const localMs = day * DAY_MS + minute * MINUTE_MS;
  const inSummer = localMs - 2 * HOUR_MS;
  return offsetMs(inSummer) === 2 * HOUR_MS ? inSummer : localMs - HOUR_MS;
}

/** Summer time: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October. */
function offsetMs(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear();
  return atMs >= changeOf(year, 2) && atMs < changeOf(year, 9) ? 2 * HOUR_MS : HOUR_MS;
}

const changes = new Map<string, number>();

function changeOf(year: number, month: number): number {
  const key = `${year}-${month}`;
  const known = changes.get(key);
  if (known !== undefined) return known;
  const last = Date.UTC(year, month + 1, 0) / DAY_MS;
  const changeMs = (last - ((weekdayOf(last) + 1) % 7)) * DAY_MS + HOUR_MS;
  changes.set(key, changeMs);
  return changeMs;
}

/** Monday is 0. */
function weekdayOf(day: number): number {
  return (day + 3) % 7;
}
