import { type Author, denied, mayActFor, OPERATOR_ROLES, type Outcome, STAFF_ROLES } from '@selvbetjent/contracts';

/** @returns why this person may not act for the station, or null when they may. */
export function refusalFor(author: Author, stationId: string): Outcome<never> | null {
  if (mayActFor(author, stationId, STAFF_ROLES)) return null;
  return denied('forbidden', 'Du har ikke tilgang til å gjøre dette på denne stasjonen.');
}

/** @param stationId `*` for what concerns all of them */
export function operatorRefusal(author: Author, stationId: string): Outcome<never> | null {
  if (mayActFor(author, stationId, OPERATOR_ROLES)) return null;
  return denied('forbidden', 'Bare driftsansvarlige kan gjøre dette.');
}

export function unknownStation(stationId: string): Outcome<never> {
  return denied('not_found', `Stasjonen «${stationId}» finnes ikke.`);
}
