import { type HoursException, type HoursVersion, type StationChanged } from '@selvbetjent/contracts';

/** @returns the station as it would be with this version; one of the same first day is replaced. */
export function withVersion(station: StationChanged, { validFrom, hours }: HoursVersion): StationChanged {
  const others = station.openingHours.filter((version) => version.validFrom !== validFrom);
  const openingHours = [...others, { validFrom, hours }].toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
  return { ...station, openingHours };
}

/** @returns the station as it would be with these exceptions; those of the same dates are replaced. */
export function withExceptions(station: StationChanged, added: readonly HoursException[]): StationChanged {
  const dates = new Set(added.map(({ date }) => date));
  const others = station.exceptions.filter(({ date }) => !dates.has(date));
  return { ...station, exceptions: [...others, ...added].toSorted((a, b) => a.date.localeCompare(b.date)) };
}

export function withoutException(station: StationChanged, date: string): StationChanged {
  return { ...station, exceptions: station.exceptions.filter((one) => one.date !== date) };
}
