import { type DatedLocation, type Location, type StationChanged } from '@selvbetjent/contracts';

/** @returns the station with everything where it stands on this local date: the newest dated location that has begun, else as it is. */
export function locatedOn(station: StationChanged, today: string): StationChanged {
  return {
    ...station,
    location: inForce(station.locations, today) ?? station.location,
    containers: station.containers.map((container) => {
      const location = inForce(container.locations, today) ?? container.location;
      return location ? { ...container, location } : container;
    }),
  };
}

function inForce(locations: readonly DatedLocation[] | undefined, today: string): Location | null {
  const begun = (locations ?? []).filter(({ validFrom }) => validFrom <= today);
  const newest = begun.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).at(-1);
  return newest ? { latitude: newest.latitude, longitude: newest.longitude } : null;
}
