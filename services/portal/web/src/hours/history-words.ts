import type { AuditItem, HoursException, HoursVersion, StationClosure } from '../api-types';
import { dateAndClock, longDate } from '../format/time';
import { type FieldChange, fieldChanges } from '../audit/field-changes';
import { dateHoursInWords, hoursInWords } from './read-hours';

const ACTIONS: Record<string, string> = {
  opening_hours_changed: 'Endret åpningstidene',
  opening_hours_withdrawn: 'Tok tilbake kommende åpningstider',
  exception_set: 'Ga en dag egne tider',
  exception_removed: 'Fjernet en dags egne tider',
  hours_change_undone: 'Angret siste endring av åpningstidene',
  station_closed: 'La inn en stenging',
  closure_ended: 'Avsluttet en stenging',
  station_created: 'Opprettet stasjonen',
  station_created_from_file: 'Opprettet stasjonen fra fil',
  station_created_by_import: 'Opprettet stasjonen ved import',
  station_changed: 'Endret stasjonen',
  station_updated_from_file: 'Endret stasjonen fra fil',
  station_imported: 'Endret stasjonen ved import',
  moved_as_planned: 'Noe flyttet seg som planlagt',
  inside_handle_opens: 'Sjekket innvendig håndtak: det åpner',
  inside_handle_fails: 'Sjekket innvendig håndtak: det åpner ikke',
};
const TOLD_IN_LINES = ['openingHours', 'exceptions', 'closures', 'stationId', 'revision', 'hoursVersion'];

/** `Endret åpningstidene`; an action without words keeps its code. */
export function actionWords({ action }: Pick<AuditItem, 'action'>): string {
  return ACTIONS[action] ?? action.replaceAll('_', ' ');
}

/** What a change did, in the order of its dates; `containers` tells their names, and an unknown one keeps its id. */
export function historyLines(
  { before, after }: Pick<AuditItem, 'before' | 'after'>,
  now: number,
  containers: readonly Named[] = [],
): FieldChange[] {
  const isNew = Object.keys(before).length === 0;
  return [
    ...differences<HoursVersion>(before.openingHours, after.openingHours, ({ validFrom }) => validFrom, versionText),
    ...differences<HoursException>(before.exceptions, after.exceptions, ({ date }) => date, exceptionText),
    ...differences<StationClosure>(before.closures, after.closures, ({ id }) => id, closureText(now, containers)),
    ...(isNew ? [] : fieldChanges(others(before), others(after), now)),
  ];
}

function others(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !TOLD_IN_LINES.includes(field)));
}

interface Named {
  id: string;
  name: string;
}

type Told = [what: string, text: string];

function differences<T>(was: unknown, is: unknown, keyOf: (one: T) => string, tell: (one: T) => Told): FieldChange[] {
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

function closureText(now: number, known: readonly Named[]): (closure: StationClosure) => Told {
  const nameOf = (containerId: string) => known.find(({ id }) => id === containerId)?.name ?? containerId;
  return ({ from, until, reason, containers }) => {
    const scope = containers ? containers.map(nameOf).join(' og ') : 'Hele stasjonen';
    const end = until === null ? 'inntil videre' : `til ${dateAndClock(until, now)}`;
    return [scope, `Stengt fra ${dateAndClock(from, now)} ${end}: ${reason.nb}`];
  };
}
