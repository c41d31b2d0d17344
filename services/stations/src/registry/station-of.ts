import { denied, ok, type Outcome, type RegistryFault, type StationFields } from '@selvbetjent/contracts';
import { type StationEntry } from '../domain/station-entry';
import { checkStations } from '../stations-file/check-stations';
import { pathText } from '../stations-file/fault';

/** Reads one station in the shape of the stations file; refused with all its faults, their paths from the station itself. */
export function stationOf(fields: StationFields): Outcome<StationEntry> {
  const { entries, faults } = checkStations({ stations: [fields] });
  const [entry] = entries;
  if (entry && faults.length === 0) return ok(entry);
  const told = faults.map(({ path, reason }): RegistryFault => ({ path: pathText(path.slice(2)), reason }));
  const message = told.map(({ path, reason }) => (path ? `${path}: ${reason}` : reason)).join('; ');
  return denied('bad_station', message, { faults: told });
}
