import { type StationChanged } from '@selvbetjent/contracts';

/** A station in the shape of the stations file, with the revision that a change of it has to name. */
export function registryView(station: StationChanged) {
  const { stationId, revision, hoursVersion: _hoursVersion, closures: _closures, ...fields } = station;
  return { revision, station: { id: stationId, ...fields } };
}
