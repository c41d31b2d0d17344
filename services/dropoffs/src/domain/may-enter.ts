import { type Author, denied, mayActFor, type Outcome } from '@selvbetjent/contracts';

/** @returns why this person may not enter kilos of the station in one of these roles, or null when they may. */
export function refusalFor(author: Author, stationId: string, roles: readonly string[]): Outcome<never> | null {
  if (mayActFor(author, stationId, roles)) return null;
  return denied('forbidden', 'Du har ikke tilgang til å føre tall for denne stasjonen.');
}

export function unknownStation(stationId: string): Outcome<never> {
  return denied('not_found', `Stasjonen «${stationId}» finnes ikke.`);
}
