import { type StationChanged } from '@selvbetjent/contracts';

const NOT_IN_THE_FILE = new Set(['stationId', 'revision', 'hoursVersion', 'closures']);

/** A station in the shape of the stations file, with the revision that a change of it has to name. */
export interface RegisteredStation {
  revision: number;
  station: { id: string } & Omit<StationChanged, 'stationId' | 'revision' | 'hoursVersion' | 'closures'>;
}

export function registryView(station: StationChanged): RegisteredStation {
  const { stationId, revision } = station;
  const fields = Object.entries(station).filter(([field]) => !NOT_IN_THE_FILE.has(field));
  return { revision, station: { id: stationId, ...Object.fromEntries(fields) } as RegisteredStation['station'] };
}
