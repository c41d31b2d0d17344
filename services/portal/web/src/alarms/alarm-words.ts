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
  doors_unknown: {
    what: 'Vi får ikke vite om dørene har alarmer',
    todo: 'Tjenesten for dørene svarer ikke. Meld fra til drift.',
  },
  scales_unknown: {
    what: 'Vi får ikke vite om vektene har alarmer',
    todo: 'Tjenesten for vektene svarer ikke. Meld fra til drift.',
  },
  reading_conflict: {
    what: 'To enheter ser ut til å bruke vektens navn',
    todo: 'Sjekk hvilke enheter som er satt opp med dette navnet, og slå av den som ikke skal være der.',
  },
  staff_entry_without_subject: {
    what: 'Noe dere førte for hånd passer ikke lenger med det vekten viser',
    todo: 'Se på radene for den dagen, og før det på nytt hvis det fortsatt gjelder.',
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
