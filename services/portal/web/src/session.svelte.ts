import { api } from './api';
import { Resource } from './resource.svelte';

/** Who is signed in, if anybody; the server decides again at every request. */
export const session = new Resource(api.session);

export function hasRole(...roles: string[]): boolean {
  return session.value?.roles.some((role) => role === 'admin' || roles.includes(role)) ?? false;
}

export function mayActFor(stationId: string): boolean {
  const stations = session.value?.stations ?? [];
  return stations.includes('*') || stations.includes(stationId);
}

/** The stations whose figures somebody sees who chose none: '*' is all. */
export function ownStations(): string[] {
  return session.value?.stations ?? [];
}

/** The address that signs in and comes back to the page shown now. */
export function signInAddress(): string {
  return `/login?returnTo=${encodeURIComponent(`${location.pathname}${location.search}`)}`;
}
