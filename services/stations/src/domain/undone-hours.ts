import { type HoursVersion, type StationChanged } from '@selvbetjent/contracts';
import { sameContent } from './same-content';

/** What the last change of hours replaced; what it didn't touch is absent. */
export type HoursBefore = Partial<Pick<StationChanged, 'openingHours' | 'exceptions'>>;

/**
 * The station with its hours as they were before the last change, from today on: days that are over keep what was in force on them.
 * @returns null when that changes nothing any more
 */
export function undoneHours(station: StationChanged, before: HoursBefore, today: string): StationChanged | null {
  const openingHours = before.openingHours
    ? restoredVersions(station.openingHours, before.openingHours, today)
    : station.openingHours;
  const exceptions = before.exceptions
    ? [...station.exceptions.filter(isOver(today)), ...before.exceptions.filter((one) => !isOver(today)(one))]
    : station.exceptions;
  const undone = { ...station, openingHours, exceptions };
  return sameContent(undone, station) ? null : undone;
}

function restoredVersions(now: readonly HoursVersion[], then: readonly HoursVersion[], today: string): HoursVersion[] {
  const past = now.filter(({ validFrom }) => validFrom < today);
  const inForce = then.findLast(({ validFrom }) => validFrom <= today);
  const coming = then.filter(({ validFrom }) => validFrom > today);
  const goesOn = inForce === undefined || past.at(-1)?.hours === inForce.hours;
  return [...past, ...(goesOn ? [] : [{ validFrom: today, hours: inForce.hours }]), ...coming];
}

function isOver(today: string): (exception: { date: string }) => boolean {
  return ({ date }) => date < today;
}
