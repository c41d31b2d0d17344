import type { AuditItem, HoursException, HoursVersion, StationClosure } from '../api-types';
import { dateAndClock, longDate } from '../format/time';
import { dateHoursInWords, hoursInWords } from './read-hours';

/** One thing that became another; null where there was or is nothing. */
export interface HistoryLine {
  what: string;
  before: string | null;
  after: string | null;
}

const ACTIONS: Record<string, string> = {
  opening_hours_changed: 'Endret åpningstidene',
  opening_hours_withdrawn: 'Tok tilbake kommende åpningstider',
  exception_set: 'Ga en dag egne tider',
  exception_removed: 'Fjernet en dags egne tider',
  hours_change_undone: 'Angret siste endring av åpningstidene',
  station_closed: 'La inn en stenging',
  closure_ended: 'Avsluttet en stenging',
  station_created_from_file: 'Opprettet stasjonen',
  station_updated_from_file: 'Endret stasjonen fra fil',
};
const FIELDS: Record<string, string> = {
  name: 'navn',
  district: 'bydel',
  address: 'adresse',
  location: 'plassering',
  help: 'hjelpetekst',
  containers: 'containere',
  staffedHours: 'betjent tid',
  timeZone: 'tidssone',
  simulated: 'simulert',
};
const TOLD_IN_LINES = ['openingHours', 'exceptions', 'closures', 'stationId', 'revision', 'hoursVersion'];

/** `Endret åpningstidene`; an action without words keeps its code. */
export function actionWords({ action }: Pick<AuditItem, 'action'>): string {
  return ACTIONS[action] ?? action.replaceAll('_', ' ');
}

/** What a change did, in the order of its dates. */
export function historyLines({ before, after }: Pick<AuditItem, 'before' | 'after'>, now: number): HistoryLine[] {
  const isNew = Object.keys(before).length === 0;
  const fields = isNew ? [] : [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const other = fields.filter((field) => !TOLD_IN_LINES.includes(field));
  return [
    ...differences<HoursVersion>(before.openingHours, after.openingHours, ({ validFrom }) => validFrom, versionText),
    ...differences<HoursException>(before.exceptions, after.exceptions, ({ date }) => date, exceptionText),
    ...differences<StationClosure>(before.closures, after.closures, ({ id }) => id, closureText(now)),
    ...(other.length > 0
      ? [{ what: other.map((field) => FIELDS[field] ?? field).join(', '), before: null, after: 'endret' }]
      : []),
  ];
}

type Told = [what: string, text: string];

function differences<T>(was: unknown, is: unknown, keyOf: (one: T) => string, tell: (one: T) => Told): HistoryLine[] {
  const [before, after] = [listOf<T>(was), listOf<T>(is)];
  const keys = [...new Set([...before, ...after].map(keyOf))].sort();
  return keys.flatMap((key) => {
    const [old, fresh] = [before, after]
      .map((list) => list.find((one) => keyOf(one) === key))
      .map((one) => one && tell(one));
    if (old?.[1] === fresh?.[1]) return [];
    return [{ what: (fresh ?? old)?.[0] ?? key, before: old?.[1] ?? null, after: fresh?.[1] ?? null }];
  });
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

function versionText({ validFrom, hours }: HoursVersion): Told {
  return [`Fra ${longDate(validFrom)}`, hoursInWords(hours)];
}

function exceptionText({ date, hours, reason }: HoursException): Told {
  return [longDate(date), dateHoursInWords(hours) + (reason ? ` (${reason.nb})` : '')];
}

function closureText(now: number): (closure: StationClosure) => Told {
  return ({ from, until, reason, containers }) => {
    const scope = containers ? containers.join(' og ') : 'Hele stasjonen';
    const end = until === null ? 'inntil videre' : `til ${dateAndClock(until, now)}`;
    return [scope, `Stengt fra ${dateAndClock(from, now)} ${end}: ${reason.nb}`];
  };
}
