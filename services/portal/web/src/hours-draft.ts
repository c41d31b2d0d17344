import type { HoursChange } from './api-types';

/** Text that wasn't saved, kept in this tab: a sign-in in between must not lose it. */
export const hoursDraft = {
  read(stationId: string): HoursChange | null {
    try {
      const kept = JSON.parse(sessionStorage.getItem(keyOf(stationId)) ?? 'null') as HoursChange | null;
      return kept && typeof kept.hours === 'string' && typeof kept.validFrom === 'string' ? kept : null;
    } catch {
      return null;
    }
  },
  keep(stationId: string, draft: HoursChange): void {
    sessionStorage.setItem(keyOf(stationId), JSON.stringify(draft));
  },
  forget(stationId: string): void {
    sessionStorage.removeItem(keyOf(stationId));
  },
};

function keyOf(stationId: string): string {
  return `hours-draft:${stationId}`;
}
