import type { StationSummary } from './api-types';

interface Place {
  stationId: string;
  containerId: string;
}

/** The station's name, or its id where the name isn't known. */
export function stationName(stations: StationSummary[], { stationId }: Pick<Place, 'stationId'>): string {
  return stations.find(({ id }) => id === stationId)?.name ?? stationId;
}

/** The container's name, or its id where the name isn't known. */
export function containerName(stations: StationSummary[], { stationId, containerId }: Place): string {
  const station = stations.find(({ id }) => id === stationId);
  return station?.containers.find(({ id }) => id === containerId)?.name ?? containerId;
}
