import { readFileSync } from 'node:fs';
import { parseStationsFile, StationsFileError } from './parse-stations-file';
import { type StationEntry } from '../domain/station-entry';

/** Throws StationsFileError with all faults at once, also when there is no such file. */
export function readStationsFile(path: string): StationEntry[] {
  return parseStationsFile(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = `${path} can't be read (${(error as NodeJS.ErrnoException).code})`;
    throw new StationsFileError('STATIONS_FILE', [{ path: '', reason }]);
  }
}
