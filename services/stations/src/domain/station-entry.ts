import { type StationChanged } from '@selvbetjent/contracts';

/** One station of the stations file, defaults filled in. */
export interface StationEntry extends Omit<StationChanged, 'stationId' | 'revision' | 'hoursVersion' | 'closures'> {
  id: string;
}
