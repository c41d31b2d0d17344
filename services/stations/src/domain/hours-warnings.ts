import { type HoursVersion, type StationChanged, type WarningToConfirm } from '@selvbetjent/contracts';
import { plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';
import { datesOf, spokenDate } from './dates';
import { compileHours, minutesOf, openBetween, openOn } from './open-time';
import { sameContent } from './same-content';

const HORIZON_DAYS = 366;

/**
 * What a person may have done by mistake and has to confirm; looks a year ahead from each first day that changes.
 * @param today before it nothing can change any more
 */
export function hoursWarnings(before: StationChanged, after: StationChanged, today: string): WarningToConfirm[] {
  const { versions, dates } = changesOf(before, after);
  const years = dates.map((date) => yearFrom(laterOf(today, date)));
  return [
    ...versions.flatMap((version) => extremeWarning(after, version, yearFrom(laterOf(today, version.validFrom)))),
    ...opensMoreWarning(before, after, years),
  ];
}

/** Of a station that is new: what of its hours, now and coming, is seldom meant. */
export function newStationWarnings(station: StationChanged, today: string): WarningToConfirm[] {
  const versions = station.openingHours;
  const inForce = versions.findLastIndex(({ validFrom }) => validFrom <= today);
  return versions
    .slice(Math.max(0, inForce))
    .flatMap((version) => extremeWarning(station, version, yearFrom(laterOf(today, version.validFrom))));
}

/** @returns the versions that are new, and the first days of all that differs. */
function changesOf(before: StationChanged, after: StationChanged): { versions: HoursVersion[]; dates: string[] } {
  const versions = missingIn(before.openingHours, after.openingHours);
  const gone = missingIn(after.openingHours, before.openingHours);
  const exceptions = [
    ...missingIn(before.exceptions, after.exceptions),
    ...missingIn(after.exceptions, before.exceptions),
  ];
  const firstDays = [...versions, ...gone].map(({ validFrom }) => validFrom);
  return { versions, dates: [...firstDays, ...exceptions.map(({ date }) => date)] };
}

function missingIn<T>(known: readonly T[], all: readonly T[]): T[] {
  return all.filter((one) => !known.some((other) => sameContent(one, other)));
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

function yearFrom(date: string): Range {
  return { from: date, to: plusDays(date, HORIZON_DAYS - 1) };
}

/** The hours alone, without exceptions and other versions. */
function extremeWarning(station: StationChanged, { hours }: HoursVersion, range: Range): WarningToConfirm[] {
  const { timeZone } = station;
  const version = { validFrom: range.from, hours };
  const alone = compileHours({ ...station, openingHours: [version], exceptions: [] });
  const open = openBetween(alone, range);
  const [first] = open;
  if (!first) return [{ code: 'never_open', message: 'Med disse åpningstidene er det aldri åpent.' }];
  const end = startOfLocalDate(plusDays(range.to, 1), timeZone);
  const always = open.length === 1 && first.start <= startOfLocalDate(range.from, timeZone) && first.end >= end;
  const message = 'Med disse åpningstidene er det åpent døgnet rundt, hele året.';
  return always ? [{ code: 'always_open', message }] : [];
}

/** Some day would be open longer than it now is. */
function opensMoreWarning(before: StationChanged, after: StationChanged, ranges: readonly Range[]): WarningToConfirm[] {
  const [old, changed] = [compileHours(before), compileHours(after)];
  const minutes = (date: string): [number, number] => [minutesOf(openOn(old, date)), minutesOf(openOn(changed, date))];
  const dates = [...new Set(ranges.flatMap(datesOf))].toSorted();
  const longer = dates.find((date) => {
    const [now, then] = minutes(date);
    return then > now;
  });
  if (!longer) return [];
  const [now, then] = minutes(longer);
  const message = `Det blir åpent lenger enn før, første gang ${spokenDate(longer)}: ${spokenTime(then)} mot ${spokenTime(now)}.`;
  return [{ code: 'opens_more', message }];
}

function spokenTime(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 || rest === 0 ? `${hours} t` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}

interface Range {
  from: string;
  to: string;
}
