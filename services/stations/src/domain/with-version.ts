import { type HoursVersion, type StationChanged } from '@selvbetjent/contracts';

/** @returns the station as it would be with this version; one of the same first day is replaced. */
export function withVersion(station: StationChanged, { validFrom, hours }: HoursVersion): StationChanged {
  const others = station.openingHours.filter((version) => version.validFrom !== validFrom);
  const openingHours = [...others, { validFrom, hours }].toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
  return { ...station, openingHours };
}
