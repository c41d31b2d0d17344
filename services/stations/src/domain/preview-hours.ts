import {
  type DatedHours,
  type HoursPreview,
  type HoursVersion,
  type LocalInterval,
  type StationChanged,
} from '@selvbetjent/contracts';
import { describe, holidaysBetween, localDateOf, parseOpeningHours } from '@selvbetjent/opening-hours';
import { datesOf, spokenDate } from './dates';
import { compileHours, type Interval, openBetween, openOn } from './open-time';
import { sameContent } from './same-content';
import { withExceptions, withVersion } from './with-hours';

type Conflict = HoursPreview['conflicts'][number];
type Compiled = ReturnType<typeof compileHours>;

interface Range {
  from: string;
  to: string;
}

/** What is tried: a version, and exceptions together with it. */
export interface TriedHours extends HoursVersion {
  exceptions?: DatedHours[];
}

/**
 * The open times of the range as they would be with these hours, day by day what changes, and what else speaks of these days.
 * Exceptions count in the intervals, closures don't: they are told as conflicts.
 */
export function previewHours(
  station: StationChanged,
  tried: TriedHours,
  range: Range,
): Pick<HoursPreview, 'intervals' | 'changes' | 'conflicts'> {
  const { exceptions: triedExceptions = [], ...version } = tried;
  const replaced = new Set(triedExceptions.map(({ date }) => date));
  const kept = station.exceptions.filter(({ date }) => !replaced.has(date));
  const [before, after] = [
    compileHours(station),
    compileHours(withExceptions(withVersion(station, version), triedExceptions)),
  ];
  return {
    intervals: openBetween(after, range).map(asText),
    changes: datesOf(range)
      .map((date) => ({ date, before: openOn(before, date).map(asText), after: openOn(after, date).map(asText) }))
      .filter((day) => !sameContent(day.before, day.after)),
    conflicts: [
      ...laterVersions(station, version, range),
      ...overridingExceptions(kept, version, range),
      ...holidays(after, version, range),
      ...closures(station, range),
    ].toSorted((a, b) => a.date.localeCompare(b.date)),
  };
}

function asText({ start, end }: Interval): LocalInterval {
  return { start: start.toISOString(), end: end.toISOString() };
}

function laterVersions(station: StationChanged, { validFrom }: HoursVersion, { to }: Range): Conflict[] {
  return station.openingHours
    .filter((other) => other.validFrom > validFrom && other.validFrom <= to)
    .map((other) => ({
      code: 'later_version',
      date: other.validFrom,
      message: `Fra ${spokenDate(other.validFrom)} gjelder andre åpningstider: ${spokenHours(other.hours)}`,
    }));
}

function overridingExceptions(exceptions: readonly DatedHours[], version: HoursVersion, range: Range): Conflict[] {
  return exceptions
    .filter(({ date }) => isTouched(date, version, range))
    .map(({ date, hours }) => ({
      code: 'exception_overrides',
      date,
      message: `${spokenDate(date)} har egne åpningstider som går foran: ${spokenHours(hours)}`,
    }));
}

function holidays(after: Compiled, version: HoursVersion, range: Range): Conflict[] {
  return holidaysBetween(range.from, range.to)
    .filter(({ date }) => isTouched(date, version, range))
    .map(({ date, nb }) => ({
      code: 'holiday',
      date,
      message: `${nb} (${spokenDate(date)}): ${spokenDay(after, date)}`,
    }));
}

function closures(station: StationChanged, range: Range): Conflict[] {
  const dateOf = (instant: string): string => localDateOf(new Date(instant), station.timeZone);
  return station.closures
    .filter(
      ({ from, until }) =>
        dateOf(from) <= range.to && (until === null || (until > from && dateOf(until) >= range.from)),
    )
    .map(({ from, until, reason, containers }) => {
      const date = dateOf(from) > range.from ? dateOf(from) : range.from;
      const time = until === null ? { from: dateOf(from), until: null } : { from: dateOf(from), until: dateOf(until) };
      const scope = containers ? `${namesOf(station, containers)} er stengt` : 'Stengt';
      return { code: 'closure_overrides' as const, date, message: `${scope} ${spokenTime(time)}: ${reason.nb}` };
    });
}

function namesOf({ containers }: StationChanged, ids: readonly string[]): string {
  return ids.map((id) => containers.find((container) => container.id === id)?.name ?? id).join(' og ');
}

function spokenTime({ from, until }: { from: string; until: string | null }): string {
  if (from === until) return spokenDate(from);
  return `fra ${spokenDate(from)} ${until === null ? 'inntil videre' : `til ${spokenDate(until)}`}`;
}

/** `man, ons og fre 11–16`; of a single date without «alle dager», which would mislead. */
function spokenHours(hours: string): string {
  return describe(parseOpeningHours(hours), 'nb').replace(/^alle dager /i, '');
}

/** Dates before the version begins aren't its. */
function isTouched(date: string, { validFrom }: HoursVersion, { from, to }: Range): boolean {
  return date >= from && date <= to && date >= validFrom;
}

function spokenDay(schedule: Compiled, date: string): string {
  const clock = new Intl.DateTimeFormat('nb-NO', { hour: '2-digit', minute: '2-digit', timeZone: schedule.timeZone });
  const open = openOn(schedule, date).map(({ start, end }) => `${clock.format(start)}–${clock.format(end)}`);
  return open.length > 0 ? `åpent ${open.join(' og ')}` : 'stengt';
}
