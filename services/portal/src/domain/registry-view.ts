import { type StationChanged } from '@selvbetjent/contracts';

/** A station in the shape of the stations file, with the revision that a change of it has to name. */
export interface RegisteredStation {
  revision: number;
  station: { id: string } & Omit<StationChanged, 'stationId' | 'revision' | 'hoursVersion' | 'closures'>;
}

export function registryView(station: StationChanged): RegisteredStation {
  const { stationId, revision, hoursVersion: _hoursVersion, closures: _closures, ...fields } = station;
  return { revision, station: { id: stationId, ...fields } };
}
