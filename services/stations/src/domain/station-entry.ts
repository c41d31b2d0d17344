import { type StationChanged } from '@selvbetjent/contracts';
import { without } from './without';

/** One station of the stations file, defaults filled in. */
export interface StationEntry extends Omit<StationChanged, 'stationId' | 'revision' | 'hoursVersion' | 'closures'> {
  id: string;
}

/** @returns the station as the stations file would have it; closures are never in the file. */
export function entryOf(station: StationChanged): StationEntry {
  return { id: station.stationId, ...without(station, 'stationId', 'revision', 'hoursVersion', 'closures') };
}
