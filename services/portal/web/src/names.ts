import type { StationSummary } from './api-types';

/** The container's name, with the station's when there are several; ids where names aren't known. */
export function containerName(stations: StationSummary[], at: { stationId: string; containerId: string }): string {
  const station = stations.find(({ id }) => id === at.stationId);
  const name = station?.containers.find(({ id }) => id === at.containerId)?.name ?? at.containerId;
  return stations.length > 1 ? `${name}, ${station?.name ?? at.stationId}` : name;
}
