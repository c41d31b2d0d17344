import { type Fault, type Path } from './fault';
import { placeOf } from '../domain/device-place';
import { type StationEntry } from '../domain/station-entry';

interface Named {
  id: string;
  path: Path;
}

/** Stations and devices share one space of ids; no two devices have one place; containers, first days and exceptions are unique within their station. */
export function duplicateFaults(entries: readonly StationEntry[]): Fault[] {
  return [
    ...duplicates(entries.flatMap(stationAndDevices)),
    ...duplicates(entries.flatMap(places)),
    ...entries.flatMap((entry, index) => withinStation(entry, ['stations', index])),
  ];
}

function stationAndDevices(entry: StationEntry, index: number): Named[] {
  const path = ['stations', index];
  const devices = entry.containers.flatMap((container, containerIndex) =>
    (['doors', 'scales'] as const).flatMap((kind) =>
      container[kind].map(({ id }, device) => ({
        id,
        path: [...path, 'containers', containerIndex, kind, device, 'id'],
      })),
    ),
  );
  return [{ id: entry.id, path: [...path, 'id'] }, ...devices];
}

function places({ containers }: StationEntry, index: number): Named[] {
  return containers.flatMap((container, containerIndex) =>
    (['doors', 'scales'] as const).flatMap((kind) =>
      container[kind].flatMap((device, at) => {
        const id = device.retiredAt ? null : placeOf(device);
        return id ? [{ id, path: ['stations', index, 'containers', containerIndex, kind, at, 'topic'] }] : [];
      }),
    ),
  );
}

function withinStation(entry: StationEntry, path: Path): Fault[] {
  const { containers, openingHours, exceptions, locations = [] } = entry;
  return [
    ...duplicates(containers.map(({ id }, index) => ({ id, path: [...path, 'containers', index, 'id'] }))),
    ...duplicates(openingHours.map((one, index) => ({ id: one.validFrom, path: [...path, 'openingHours', index] }))),
    ...duplicates(locations.map((one, index) => ({ id: one.validFrom, path: [...path, 'locations', index] }))),
    ...containers.flatMap((container, at) =>
      duplicates(
        (container.locations ?? []).map((one, index) => ({
          id: one.validFrom,
          path: [...path, 'containers', at, 'locations', index],
        })),
      ),
    ),
    ...duplicates(exceptions.map(({ date }, index) => ({ id: date, path: [...path, 'exceptions', index] }))),
  ];
}

function duplicates(named: readonly Named[]): Fault[] {
  const seen = new Set<string>();
  return named.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path, reason: `"${id}" is used twice` }];
  });
}
