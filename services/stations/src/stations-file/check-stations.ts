import { plainToInstance } from 'class-transformer';
import { type StationEntry } from '../domain/station-entry';
import { duplicateFaults } from './duplicate-faults';
import { isPlain, withDefaults } from './entry-defaults';
import { type Fault, type Path } from './fault';
import { meaningFaults } from './meaning-faults';
import { shapeFaults } from './shape-faults';
import { StationShape } from './station-shape';

/** The content of a stations file with what may be left out filled in, and everything that is wrong with it. */
export function checkStations(content: unknown): { entries: StationEntry[]; faults: Fault[] } {
  if (!isPlain(content) || !Array.isArray(content.stations)) {
    return { entries: [], faults: [{ path: [], reason: 'must have a list "stations"' }] };
  }
  const unknown = Object.keys(content).filter((key) => key !== 'stations');
  const faults: Fault[] = unknown.map((key) => ({ path: [key], reason: 'unknown key' }));
  const entries = content.stations.map((station) => plainToInstance(StationShape, withDefaults(station)));
  for (const [index, entry] of entries.entries()) faults.push(...stationFaults(entry, ['stations', index]));
  if (faults.length === 0) faults.push(...duplicateFaults(entries));
  return { entries, faults };
}

/** The meaning is looked at only where the types hold. */
function stationFaults(entry: StationEntry, path: Path): Fault[] {
  if (!isPlain(entry)) return [{ path, reason: 'must be a station with id, name …' }];
  const faults = shapeFaults(entry, path);
  return faults.length > 0 ? faults : meaningFaults(entry, path);
}
