import { type Container, type StationChanged } from '@selvbetjent/contracts';
import { type ActionResponse } from '@selvbetjent/oslonokkelen';
import { type DoorAnswer } from './domain/attempt';
import { type Denial, type Grounds, type Hindrance } from './domain/decide';
import { openingPhrase } from './domain/phrases';

/** What Oslonøkkelen is told; JSON-safe, because a repeated request gets it again. */
export type UnlockAnswer = ActionResponse;

type ErrorCategory = NonNullable<ActionResponse['errorCategory']>;

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
  { code: 'rate_limited', description: 'Too many unlocks of this door within a minute; nothing was sent' },
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

/** Where people are sent with their questions: the station when we know it, else the number on the door. */
export interface HelpAt {
  /** Null: the one that is written on the door. */
  phone: string | null;
  /** How to get out, and what else the station says to everyone at its doors. */
  wayOut: string;
  link: { url: string; name: string };
}

export interface Place extends HelpAt {
  station: StationChanged;
  container: Container;
  /** The station's page for residents. */
  pageUrl: string;
}

/** Why a door that may be opened was not, or not for certain. */
export type Failure =
  | Exclude<DoorAnswer, { answer: 'unlocked' }>
  | { answer: 'unknown'; reason: 'still_running' | 'interrupted' | 'unanswered' }
  | { answer: 'not_sent'; reason: 'database_unavailable' };

export function unlockedAnswer(place: Place, until: Date | null): UnlockAnswer {
  const { station, container } = place;
  const hours = until ? ` ${station.name} er åpen til ${openingPhrase(until, until, station.timeZone)}.` : '';
  const text = `Døren til ${container.name} er låst opp. Dra den opp nå.${hours}`;
  return { status: 'SUCCESS', endUserMessage: message(place, text) };
}

/** Says what, until when, and what to do. */
export function deniedAnswer(place: Place, denial: Denial, now: Date): UnlockAnswer {
  const next = denial.nextOpening
    ? `Åpner neste gang ${openingPhrase(denial.nextOpening, now, place.station.timeZone)}.`
    : 'Se stasjonens side for åpningstider.';
  return {
    status: 'DENIED',
    endUserMessage: message(place, `${denial.nb}. ${next}`),
    deniedReason: { code: denial.code, debugMessage: groundsText(denial.code, denial) },
  };
}

const TRY_AGAIN = 'Prøv igjen om litt.';
const FEEL_THE_DOOR = 'Kjenn på døren, eller prøv igjen om litt.';

const FAILURES: Record<Failure['reason'], { nb: string; category: ErrorCategory }> = {
  device_offline: { nb: `Døren svarer ikke, så vi har ikke forsøkt å låse opp. ${TRY_AGAIN}`, category: 'THING_ERROR' },
  device_busy: { nb: `Døren er opptatt med et annet forsøk. ${TRY_AGAIN}`, category: 'THING_ERROR' },
  rate_limited: {
    nb: 'Døren er låst opp mange ganger det siste minuttet. Vent et minutt og prøv igjen.',
    category: 'API_ERROR',
  },
  too_late: { nb: `Det tok for lang tid, så vi har ikke forsøkt å låse opp. ${TRY_AGAIN}`, category: 'API_ERROR' },
  no_answer: { nb: `Vi vet ikke om døren ble låst opp. ${FEEL_THE_DOOR}`, category: 'NETWORK_ERROR' },
  expired: { nb: `Døren fikk beskjeden for sent og er ikke låst opp. ${TRY_AGAIN}`, category: 'NETWORK_ERROR' },
  busy: { nb: `Døren er opptatt. ${TRY_AGAIN}`, category: 'THING_ERROR' },
  refused: { nb: `Døren ville ikke låse opp. ${TRY_AGAIN}`, category: 'THING_ERROR' },
  jammed: { nb: `Låsen sitter fast, så døren er ikke låst opp. ${TRY_AGAIN}`, category: 'THING_ERROR' },
  fault: { nb: `Det er en feil på låsen, så døren er ikke låst opp. ${TRY_AGAIN}`, category: 'THING_ERROR' },
  still_running: { nb: `Forrige forsøk er ikke ferdig. ${TRY_AGAIN}`, category: 'API_ERROR' },
  interrupted: { nb: `Vi vet ikke om døren ble låst opp. ${FEEL_THE_DOOR}`, category: 'API_ERROR' },
  unanswered: {
    nb: `Det tok for lang tid, og vi vet ikke om døren ble låst opp. ${FEEL_THE_DOOR}`,
    category: 'API_ERROR',
  },
  database_unavailable: { nb: `Noe er galt hos oss, og døren er ikke låst opp. ${TRY_AGAIN}`, category: 'API_ERROR' },
};

/** The door did not confirm: never SUCCESS. */
export function failedAnswer(help: HelpAt, { answer, reason }: Failure, debugMessage: string = answer): UnlockAnswer {
  const { nb, category } = FAILURES[reason];
  return {
    status: 'ERROR_TEMPORARY',
    endUserMessage: message(help, nb),
    errorDescription: { code: reason, debugMessage, permanent: false },
    errorCategory: category,
  };
}

/** Nothing was sent, and why. */
export function hinderedAnswer(place: Place, hindrance: Hindrance): UnlockAnswer {
  const { code: reason } = hindrance;
  return failedAnswer(place, { answer: 'not_sent', reason }, groundsText('not_sent', hindrance));
}

export function permanentAnswer(
  help: HelpAt,
  code: 'unknown_thing' | 'unknown_action' | 'bad_request',
  debugMessage: string,
): UnlockAnswer {
  const nb =
    code === 'bad_request'
      ? 'Noe er galt med forespørselen, så døren er ikke låst opp.'
      : 'Denne døren finnes ikke i løsningen, så ingenting er låst opp.';
  return {
    status: 'ERROR_PERMANENT',
    endUserMessage: message(help, nb),
    errorDescription: { code, debugMessage, permanent: true },
    errorCategory: 'API_ERROR',
  };
}

function groundsText(fallback: string, { rule, since, until }: Grounds): string {
  const span = [since && `since ${since.toISOString()}`, until && `until ${until.toISOString()}`].filter(Boolean);
  return [rule ?? fallback, ...span].join(', ');
}

function message({ phone, wayOut, link }: HelpAt, text: string): UnlockAnswer['endUserMessage'] {
  const help = phone ? `Ring ${phone} hvis du trenger hjelp.` : 'Trenger du hjelp, så ring nummeret som står på døren.';
  return { text: `${text} ${help} ${wayOut}`, link };
}
