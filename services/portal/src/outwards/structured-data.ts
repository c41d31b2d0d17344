import { type StationChanged } from '@selvbetjent/contracts';
import {
  localDateOf,
  parseOpeningHours,
  plusDays,
  type Season,
  toStructuredWeek,
  type Weekday,
} from '@selvbetjent/opening-hours';
import { type OpeningHoursSpecification, type RecyclingCenter, type WithContext } from 'schema-dts';
import { type Opening, openingsOf } from '../domain/openings';

/** The type has references by name, too. */
export type StationData = Exclude<WithContext<RecyclingCenter>, string>;

const DAYS_AHEAD = 60;
const WEEKDAYS: [Weekday, string][] = [
  ...([
    ['Mo', 'Monday'],
    ['Tu', 'Tuesday'],
    ['We', 'Wednesday'],
    ['Th', 'Thursday'],
  ] as [Weekday, string][]),
  ...([
    ['Fr', 'Friday'],
    ['Sa', 'Saturday'],
    ['Su', 'Sunday'],
  ] as [Weekday, string][]),
];

/** As schema.org has it: one that closes at or before it opens closes on the next day; without `opens` it is closed all day. */
interface Span {
  opens: string;
  closes: string;
}

/**
 * The station for search engines: the regular week of the hours in force, and every date of the coming 60 days that is otherwise,
 * by exception, holiday, closure or another version. Hours that no week can say are all told by date.
 */
export function structuredDataOf(station: StationChanged, now: Date, publicUrl: string): StationData {
  const { stationId, name, address, district, location, help, timeZone } = station;
  const today = localDateOf(now, timeZone);
  const week = regularWeek(station, today);
  const url = `${publicUrl}/stasjon/${stationId}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'RecyclingCenter',
    ...{ '@id': url, url, name, telephone: help.phone },
    address: { '@type': 'PostalAddress', streetAddress: address, addressLocality: district, addressCountry: 'NO' },
    geo: { '@type': 'GeoCoordinates', latitude: location.latitude, longitude: location.longitude },
    openingHoursSpecification: regularSpecification(week),
    specialOpeningHoursSpecification: specialSpecification(station, week, today),
  };
}

type Week = Record<Weekday, Span[]>;

/** The week of the season that this date is in; null when the hours say more than weeks can. */
function regularWeek({ openingHours }: StationChanged, date: string): Week | null {
  const version = openingHours.findLast(({ validFrom }) => validFrom <= date);
  const week = version && toStructuredWeek(parseOpeningHours(version.hours));
  const season = week?.seasons.find((one) => isIn(one, Number(date.slice(5, 7))));
  if (!season) return null;
  const days = WEEKDAYS.map(([day]) => [day, season.days[day].map(({ start, end }) => span(clock(start), clock(end)))]);
  return Object.fromEntries(days) as Week;
}

function isIn({ months }: Season, month: number): boolean {
  if (!months) return true;
  const { from, to } = months;
  return from <= to ? month >= from && month <= to : month >= from || month <= to;
}

function clock(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** From midnight to midnight would read as nothing. */
function span(opens: string, closes: string): Span {
  return { opens, closes: opens === '00:00' && closes === '00:00' ? '23:59' : closes };
}

function regularSpecification(week: Week | null): OpeningHoursSpecification[] {
  const days = new Map<string, { dayOfWeek: string[]; spans: Span[] }>();
  for (const [day, dayOfWeek] of WEEKDAYS) {
    const spans = week?.[day] ?? [];
    const key = JSON.stringify(spans);
    if (spans.length > 0) days.set(key, { spans, dayOfWeek: [...(days.get(key)?.dayOfWeek ?? []), dayOfWeek] });
  }
  return [...days.values()].flatMap(({ dayOfWeek, spans }) =>
    spans.map((one) => ({
      '@type': 'OpeningHoursSpecification' as const,
      dayOfWeek: dayOfWeek as ('Monday' | 'Sunday')[],
      ...one,
    })),
  );
}

function specialSpecification(station: StationChanged, week: Week | null, from: string): OpeningHoursSpecification[] {
  const range = { from, to: plusDays(from, DAYS_AHEAD - 1) };
  const openings = openingsOf(station, range);
  const dates = Array.from({ length: DAYS_AHEAD }, (_, index) => plusDays(from, index));
  return dates.flatMap((date) => {
    const spans = openings.filter((opening) => opening.date === date).map((one) => localSpan(one, station.timeZone));
    const usual = week?.[weekdayOf(date)] ?? [];
    if (JSON.stringify(spans) === JSON.stringify(usual)) return [];
    const day = { '@type': 'OpeningHoursSpecification' as const, validFrom: date, validThrough: date };
    return spans.length > 0 ? spans.map((one) => ({ ...day, ...one })) : [day];
  });
}

function weekdayOf(date: string): Weekday {
  return WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7]?.[0] ?? 'Mo';
}

function localSpan({ start, end }: Opening, timeZone: string): Span {
  const local = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone });
  return span(local.format(start), local.format(end));
}
