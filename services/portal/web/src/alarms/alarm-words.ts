import type { AlarmKind, AlarmView } from '../api-types';

const WORDS: Record<AlarmKind, { what: string; todo: string }> = {
  check_inside: {
    what: 'Noen kan være inne bak lukket dør',
    todo: 'Ring eller dra dit. Døren kan alltid åpnes innenfra.',
  },
  forced_open: {
    what: 'Døren ble åpnet uten at den var låst opp',
    todo: 'Dra dit, og se etter om låsen er brutt opp.',
  },
  opened_late: {
    what: 'Døren åpnet etter at den som sto der fikk nei',
    todo: 'Se etter at døren er lukket og låst.',
  },
  held_open: { what: 'Døren står åpen', todo: 'Dra dit og lukk den.' },
  jammed: {
    what: 'Låsen sitter fast',
    todo: 'Lukk døren helt. Hjelper det ikke, steng containeren og bestill service.',
  },
  silent: { what: 'Døren er uten kontakt', todo: 'Sjekk strøm og nett. Den åpner ikke for publikum før den svarer.' },
  reading_conflict: {
    what: 'To vekter bruker samme navn',
    todo: 'Meld fra til drift. Kiloene fra vekten kan være feil til det er rettet.',
  },
  battery_low: { what: 'Lite batteri', todo: 'Bytt batteri denne uken.' },
  hours_unconfirmed: {
    what: 'Åpningstidene er ikke bekreftet på over en time',
    todo: 'Meld fra til drift. Dørene følger de siste kjente tidene i sju dager.',
  },
};
/** Most urgent first: people, then doors, then devices. */
const URGENCY = Object.keys(WORDS);

/** What it is and what to do, one plain sentence each. */
export function alarmWords(kind: AlarmKind): { what: string; todo: string } {
  return WORDS[kind] ?? { what: kind.replaceAll('_', ' '), todo: 'Meld fra til drift.' };
}

/** Those that stand, most urgent first and then the oldest, and those that are over, newest first. */
export function sortAlarms(alarms: readonly AlarmView[]): { standing: AlarmView[]; cleared: AlarmView[] } {
  const byUrgency = (one: AlarmView, other: AlarmView) =>
    URGENCY.indexOf(one.kind) - URGENCY.indexOf(other.kind) || one.since.localeCompare(other.since);
  const byEnd = (one: AlarmView, other: AlarmView) => (other.clearedAt ?? '').localeCompare(one.clearedAt ?? '');
  return {
    standing: alarms.filter(({ clearedAt }) => clearedAt === null).sort(byUrgency),
    cleared: alarms.filter(({ clearedAt }) => clearedAt !== null).sort(byEnd),
  };
}
