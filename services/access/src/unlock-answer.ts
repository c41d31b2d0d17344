import { type Container, type StationChanged } from '@selvbetjent/contracts';
import { type ActionResponse } from '@selvbetjent/oslonokkelen';
import { type DoorAnswer } from './domain/attempt';
import { type Denial } from './domain/decide';
import { openingPhrase } from './domain/phrases';

/** What Oslonøkkelen is told; JSON-safe, because a repeated request gets it again. */
export type UnlockAnswer = ActionResponse;

/** Every code that an answer may carry, with words for administrators. */
export const ERROR_CODES: readonly { code: string; description: string }[] = [
  { code: 'outside_hours', description: 'Outside opening hours' },
  { code: 'holiday', description: 'Closed on a public holiday' },
  { code: 'exception', description: 'The date has opening hours of its own' },
  { code: 'closure', description: 'Closed by staff' },
  { code: 'hours_unknown', description: 'The opening hours are not known; unknown is closed' },
  { code: 'staffed_only', description: 'Only open while the station is staffed' },
  { code: 'out_of_service', description: 'The container is out of service' },
  { code: 'unknown_thing', description: 'No such door' },
  { code: 'unknown_action', description: 'No such action' },
  { code: 'bad_request', description: 'The request could not be read' },
  { code: 'device_offline', description: 'The door controller is silent or offline; nothing was sent' },
  { code: 'device_busy', description: 'Another command is under way at this door; nothing was sent' },
  { code: 'too_late', description: 'Too little of the time budget was left; nothing was sent' },
  { code: 'no_answer', description: 'The door controller did not answer in time' },
  { code: 'expired', description: 'The command reached the door too late and was not executed' },
  { code: 'busy', description: 'The door controller is busy' },
  { code: 'refused', description: 'The door controller refused the command' },
  { code: 'jammed', description: 'The lock is jammed' },
  { code: 'fault', description: 'The door controller reports a fault' },
  { code: 'interrupted', description: 'We were interrupted; whether the door unlocked is not known' },
  { code: 'unanswered', description: 'Our own deadline passed before the outcome was known' },
  { code: 'still_running', description: 'The first request of this id is still under way' },
  { code: 'database_unavailable', description: 'Our database does not answer; nothing was sent' },
];

export interface Place {
  station: StationChanged;
  container: Container;
  /** The station's page for residents. */
  pageUrl: string;
}

export function unlockedAnswer({ station, container, pageUrl }: Place, until: Date | null): UnlockAnswer {
  const hours = until ? ` ${station.name} er åpen til ${openingPhrase(until, until, station.timeZone)}.` : '';
  const text = `Døren til ${container.name} er låst opp. Dra den opp nå.${hours} ${station.help.text.nb}`;
  return { status: 'SUCCESS', endUserMessage: { text, link: link(pageUrl) } };
}

/** Says what, until when, and what to do. */
export function deniedAnswer({ station, pageUrl }: Place, denial: Denial, now: Date): UnlockAnswer {
  const next = denial.nextOpening
    ? ` Åpner neste gang ${openingPhrase(denial.nextOpening, now, station.timeZone)}.`
    : ' Se stasjonens side for åpningstider.';
  return {
    status: 'DENIED',
    endUserMessage: { text: `${denial.nb}.${next} Spørsmål? Ring ${station.help.phone}.`, link: link(pageUrl) },
    deniedReason: { code: denial.code, debugMessage: denial.rule ?? denial.code },
  };
}

const NOT_OPENED: Record<string, string> = {
  device_offline: 'Døren svarer ikke, så vi har ikke forsøkt å låse opp',
  device_busy: 'Døren er opptatt med et annet forsøk',
  too_late: 'Det tok for lang tid, så vi har ikke forsøkt å låse opp',
  no_answer: 'Vi vet ikke om døren ble låst opp. Kjenn på døren',
  expired: 'Døren fikk beskjeden for sent og er ikke låst opp',
  busy: 'Døren er opptatt',
  refused: 'Døren ville ikke låse opp',
  jammed: 'Låsen sitter fast',
  fault: 'Det er en feil på låsen',
  still_running: 'Forrige forsøk er ikke ferdig',
};

/** The door did not confirm: never SUCCESS. */
export function failedAnswer(
  { station, pageUrl }: Place,
  failure: Exclude<DoorAnswer, { answer: 'unlocked' }> | { answer: 'unknown'; reason: 'still_running' },
): UnlockAnswer {
  const text = `${NOT_OPENED[failure.reason] ?? 'Døren ble ikke låst opp'}. Prøv igjen om litt, eller ring ${station.help.phone}.`;
  return {
    status: 'ERROR_TEMPORARY',
    endUserMessage: { text, link: link(pageUrl) },
    errorDescription: { code: failure.reason, debugMessage: failure.answer, permanent: false },
    errorCategory: failure.answer === 'refused' ? 'THING_ERROR' : 'NETWORK_ERROR',
  };
}

export function permanentAnswer(
  code: 'unknown_thing' | 'unknown_action' | 'bad_request',
  debugMessage: string,
): UnlockAnswer {
  const what =
    code === 'bad_request'
      ? 'Noe er galt med forespørselen, så døren er ikke låst opp'
      : 'Denne døren finnes ikke i løsningen';
  return {
    status: 'ERROR_PERMANENT',
    endUserMessage: { text: `${what}. Ring nummeret som står på døren.` },
    errorDescription: { code, debugMessage, permanent: true },
    errorCategory: 'API_ERROR',
  };
}

/** Our process died in the middle. */
export function interruptedAnswer(): UnlockAnswer {
  return {
    status: 'ERROR_TEMPORARY',
    endUserMessage: { text: 'Vi vet ikke om døren ble låst opp. Kjenn på døren, eller ring nummeret som står på den.' },
    errorDescription: { code: 'interrupted', debugMessage: 'the outcome is unknown', permanent: false },
    errorCategory: 'API_ERROR',
  };
}

/** The deadline came before we knew. */
export function unansweredAnswer(): UnlockAnswer {
  return {
    status: 'ERROR_TEMPORARY',
    endUserMessage: {
      text: 'Det tok for lang tid, og vi vet ikke om døren ble låst opp. Kjenn på døren, eller prøv igjen om litt.',
    },
    errorDescription: { code: 'unanswered', debugMessage: 'our own deadline passed', permanent: false },
    errorCategory: 'API_ERROR',
  };
}

export function databaseUnavailableAnswer(): UnlockAnswer {
  return {
    status: 'ERROR_TEMPORARY',
    endUserMessage: {
      text: 'Noe er galt hos oss, og døren er ikke låst opp. Prøv igjen om litt, eller ring nummeret på døren.',
    },
    errorDescription: { code: 'database_unavailable', debugMessage: 'nothing was sent', permanent: false },
    errorCategory: 'API_ERROR',
  };
}

function link(url: string): { url: string; name: string } {
  return { url, name: 'Om stasjonen' };
}
