/** The zone of stations whose own is not in the answer at hand. */
export const DEFAULT_ZONE = 'Europe/Oslo';

export interface LocalTime {
  /** `2026-11-23` */
  date: string;
  /** `11.00` */
  clock: string;
}

const WEEKDAYS = ['søndag', 'mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag'];
const MONTHS = ['jan.', 'feb.', 'mars', 'april', 'mai', 'juni', 'juli', 'aug.', 'sep.', 'okt.', 'nov.', 'des.'];
const LONG_MONTHS = [
  'januar',
  'februar',
  'mars',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'desember',
];
const MS_PER_DAY = 86_400_000;
const partsByZone = new Map<string, Intl.DateTimeFormat>();

/** @returns an instant as the wall shows it in the zone. */
export function localTime(instant: string | number, zone = DEFAULT_ZONE): LocalTime {
  const parts = Object.fromEntries(
    partsOf(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  return { date: `${parts['year']}-${parts['month']}-${parts['day']}`, clock: `${parts['hour']}.${parts['minute']}` };
}

/** @returns the local date that many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** @returns whole days from one local date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY);
}

/** `mandag` */
export function weekday(date: string): string {
  return WEEKDAYS[new Date(date).getUTCDay()] ?? '';
}

/** `man. 23. nov.` */
export function shortDate(date: string): string {
  return `${weekday(date).slice(0, 3)}. ${dayAndMonth(date)}`;
}

/** `23. nov.` */
export function dayAndMonth(date: string): string {
  return `${Number(date.slice(8, 10))}. ${MONTHS[Number(date.slice(5, 7)) - 1]}`;
}

/** `23. november 2026` */
export function longDate(date: string): string {
  return `${Number(date.slice(8, 10))}. ${LONG_MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

/** `i dag kl. 11.00`, `i morgen kl. 11.00`, `mandag kl. 11.00` within a week, otherwise `man. 23. nov. kl. 11.00`. */
export function whenFromNow(instant: string, now: number, zone = DEFAULT_ZONE): string {
  const { date, clock } = localTime(instant, zone);
  return `${dayFromToday(date, localTime(now, zone).date)} kl. ${clock}`;
}

/** `23. nov. kl. 11.04`, with the year when it isn't this one. */
export function dateAndClock(instant: string, now: number, zone = DEFAULT_ZONE): string {
  const { date, clock } = localTime(instant, zone);
  const year = date.slice(0, 4);
  const thisYear = localTime(now, zone).date.slice(0, 4) === year;
  return `${dayAndMonth(date)}${thisYear ? '' : ` ${year}`} kl. ${clock}`;
}

/** `tir. 24. nov. kl. 18.20`: as somebody who tells of it remembers the day. */
export function dayDateAndClock(instant: string, now: number, zone = DEFAULT_ZONE): string {
  return `${weekday(localTime(instant, zone).date).slice(0, 3)}. ${dateAndClock(instant, now, zone)}`;
}

/** `2026-11-20`, `2026-W47`, `2026-11` or `2026` as people write them. */
export function periodName(period: string): string {
  if (/^\d{4}-W\d{2}$/.test(period)) return `uke ${Number(period.slice(6))}, ${period.slice(0, 4)}`;
  if (/^\d{4}-\d{2}$/.test(period)) return `${LONG_MONTHS[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(period) ? shortDate(period) : period;
}

/** The same for the narrow space below a bar. */
export function shortPeriodName(period: string): string {
  if (/^\d{4}-W\d{2}$/.test(period)) return `uke ${Number(period.slice(6))}`;
  if (/^\d{4}-\d{2}$/.test(period)) return (MONTHS[Number(period.slice(5)) - 1] ?? period).replace('.', '');
  return /^\d{4}-\d{2}-\d{2}$/.test(period) ? `${Number(period.slice(8))}.${Number(period.slice(5, 7))}.` : period;
}

/** How long ago: `nå nettopp`, `for 3 minutter siden`, `for 2 timer siden`, `for 4 dager siden`. */
export function ago(instant: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  if (seconds < 90) return 'nå nettopp';
  return `for ${lengthOfTime(seconds)} siden`;
}

/** `40 sekunder`, `3 minutter`, `1 time`, `4 dager`; rounded down to the largest whole unit. */
export function lengthOfTime(seconds: number): string {
  const units = [
    { length: 86_400, one: 'dag', many: 'dager' },
    { length: 3_600, one: 'time', many: 'timer' },
    { length: 60, one: 'minutt', many: 'minutter' },
  ];
  const unit = units.find(({ length }) => seconds >= length) ?? { length: 1, one: 'sekund', many: 'sekunder' };
  const count = Math.floor(seconds / unit.length);
  return `${count} ${count === 1 ? unit.one : unit.many}`;
}

function dayFromToday(date: string, today: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return 'i dag';
  if (days === 1) return 'i morgen';
  return days > 1 && days < 7 ? weekday(date) : shortDate(date);
}

function partsOf(zone: string): Intl.DateTimeFormat {
  const known = partsByZone.get(zone);
  if (known) return known;
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const created = new Intl.DateTimeFormat('en-GB', { ...numeric, hourCycle: 'h23', timeZone: zone });
  partsByZone.set(zone, created);
  return created;
}
