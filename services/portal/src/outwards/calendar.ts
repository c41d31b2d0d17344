import { type Closure, isRetired, type StationChanged } from '@selvbetjent/contracts';
import { localDateOf, plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';
import { getVtimezoneComponent } from '@touch4it/ical-timezones';
import ical, { type ICalCalendar, ICalCalendarMethod } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { openingsOf } from '../domain/openings';

const DAYS_BACK = 7;
const DAYS_AHEAD = 56;
const HOUR_S = 3_600;

/**
 * The open times and closures of the last week and the coming eight, as iCalendar (RFC 5545). An event keeps its UID: open times by the date that they begin
 * on and their place on it, closures by their id; the revision is the SEQUENCE. The same day and revision give the same text.
 * @param pageUrl the station's page
 */
export function calendarOf(station: StationChanged, now: Date, pageUrl: string): string {
  const { stationId, name, timeZone } = station;
  const today = localDateOf(now, timeZone);
  const range = { from: plusDays(today, -DAYS_BACK), to: plusDays(today, DAYS_AHEAD) };
  const calendar = ical({
    ...{ name: `${name}: åpningstider`, prodId: { company: 'Selvbetjent', product: 'stasjoner', language: 'NO' } },
    ...{ method: ICalCalendarMethod.PUBLISH, ttl: HOUR_S, url: pageUrl },
    timezone: { name: null, generator: getVtimezoneComponent },
  });
  const host = new URL(pageUrl).hostname;
  const add = adder(calendar, station, { stamp: startOfLocalDate(today, timeZone), pageUrl });
  const placesTaken = new Map<string, number>();
  for (const { date, start, end } of openingsOf(station, range)) {
    const place = placesTaken.get(date) ?? 0;
    placesTaken.set(date, place + 1);
    add({ id: `${stationId}-${date}-${place}@${host}`, start, end, summary: `Åpent: ${name}` });
  }
  const last = startOfLocalDate(plusDays(range.to, 1), timeZone);
  for (const closure of closuresWithin(station, startOfLocalDate(range.from, timeZone), last)) {
    const end = closure.until === null ? last : new Date(closure.until);
    const id = `${stationId}-closure-${closure.id}@${host}`;
    add({ id, start: new Date(closure.from), end, summary: closureSummary(station, closure) });
  }
  return calendar.toString();
}

interface NewEvent {
  id: string;
  start: Date;
  end: Date;
  summary: string;
}

/** Local times with their zone by name: a plain Date would be written in the zone of this process. */
function adder(calendar: ICalCalendar, station: StationChanged, { stamp, pageUrl }: { stamp: Date; pageUrl: string }) {
  const { timeZone, revision, address, name, location, help } = station;
  const instantOf = (at: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
  return ({ id, start, end, summary }: NewEvent): void => {
    calendar.createEvent({
      ...{ id, summary, timezone: timeZone, sequence: revision, url: pageUrl, stamp: instantOf(stamp) },
      start: instantOf(start).toZonedDateTimeISO(timeZone),
      end: instantOf(end).toZonedDateTimeISO(timeZone),
      description: `${help.text.nb} ${help.phone}`,
      location: { title: name, address, geo: { lat: location.latitude, lon: location.longitude } },
    });
  };
}

function closuresWithin(station: StationChanged, from: Date, to: Date): Closure[] {
  if (isRetired(station, from)) return [];
  return station.closures.filter(
    ({ from: begins, until }) =>
      new Date(begins) < to && (until === null || (until > begins && new Date(until) > from)),
  );
}

function closureSummary(station: StationChanged, { containers, reason }: Closure): string {
  const names = station.containers.filter(({ id }) => containers?.includes(id)).map(({ name }) => name);
  return `Stengt: ${[...names, reason.nb].join(', ')}`;
}
