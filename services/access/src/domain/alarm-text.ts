import { type AlarmKind } from '@selvbetjent/contracts';

const WHAT: Record<AlarmKind, string> = {
  held_open: 'døren har stått åpen lenge. Se etter om noen trenger hjelp, og lukk den',
  forced_open: 'døren ble åpnet uten at noen hadde fått låst opp. Se etter hvem som er der',
  opened_late:
    'døren åpnet etter at beboeren fikk vite at den ikke gjorde det, eller at ingen visste. Se etter hvem som er der',
  jammed: 'låsen sitter fast. Døren kan åpnes innenfra; beboere kommer ikke inn',
  silent: 'døren svarer ikke. Vi vet ikke om den er åpen eller lukket',
  battery_low: 'batteriet i døren er snart tomt. Bytt det',
  check_inside: 'besøket er ikke slutt, og døren har vært lukket lenge. Sjekk at ingen er der inne',
  hours_unconfirmed: 'åpningstidene er ikke bekreftet på en stund. Dørene følger de siste vi kjenner',
};

/** One line for whoever is on duty: where, what, and what to do. `event` cleared says that it is over. */
export function alarmText(kind: AlarmKind, where: string, event: 'raised' | 'cleared'): string {
  return `${event === 'cleared' ? 'Over: ' : ''}${where}: ${WHAT[kind]}.`;
}
