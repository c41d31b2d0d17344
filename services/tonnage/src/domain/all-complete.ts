import { type Completeness } from '@selvbetjent/contracts';

/** How far the figures of several stations together can be relied on. Minutes that nobody knows of stay unknown only where no station's are known. */
export function allComplete(stations: readonly Completeness[]): Completeness {
  const sum = (of: (station: Completeness) => number | undefined): number =>
    stations.reduce((total, station) => total + (of(station) ?? 0), 0);
  const weighed = stations.filter(({ weighedMinutes }) => weighedMinutes !== null);
  return {
    openMinutes: sum(({ openMinutes }) => openMinutes),
    weighedMinutes: weighed.length === 0 ? null : sum(({ weighedMinutes }) => weighedMinutes ?? 0),
    visits: sum(({ visits }) => visits),
    trustedVisits: sum(({ trustedVisits }) => trustedVisits),
    uncertainGrams: sum(({ uncertainGrams }) => uncertainGrams),
    correctedGrams: sum(({ correctedGrams }) => correctedGrams),
    quarantinedGrams: sum(({ quarantinedGrams }) => quarantinedGrams),
  };
}
