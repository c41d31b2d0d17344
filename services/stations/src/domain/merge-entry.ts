import { type Container, type StationChanged } from '@selvbetjent/contracts';
import { type StationEntry } from './station-entry';
import { sameContent } from './same-content';

const STATION_FIELDS = [
  'name',
  'district',
  'address',
  'location',
  'locations',
  'retiredAt',
  'timeZone',
  'help',
  'simulated',
  'staffedHours',
] as const;
const CONTAINER_FIELDS = [
  ...(['name', 'stream', 'fraction', 'capacityKg', 'access', 'hours'] as const),
  ...(['location', 'locations', 'retiredAt'] as const),
];

/** @returns a station that nobody knew before, as the file has it. */
export function createFromEntry({ id, ...entry }: StationEntry): StationChanged {
  return {
    ...entry,
    stationId: id,
    revision: 0,
    hoursVersion: 0,
    closures: [],
    openingHours: sorted(entry.openingHours),
  };
}

/**
 * What changed in the file since `last` was applied is taken over; what people changed stays until the file's own text changes.
 * Nothing is deleted: what the file no longer has stays as it is. Closures and known exceptions are never touched.
 */
export function mergeEntry(current: StationChanged, last: StationEntry, next: StationEntry): StationChanged {
  return {
    ...current,
    ...changedFields(last, next, STATION_FIELDS),
    openingHours: sorted(
      mergeByKey(current.openingHours, last.openingHours, next.openingHours, (one) => one.validFrom),
    ),
    exceptions: [...current.exceptions, ...newExceptions(current, last, next)],
    containers: mergeContainers(current.containers, last.containers, next.containers),
  };
}

/** @returns what the station has and the file doesn't: kept, but worth a word in the log. */
export function leftOutOf(entry: StationEntry, station: StationChanged): string[] {
  const missing = (kind: string, known: string[], inFile: string[]): string[] =>
    known.filter((id) => !inFile.includes(id)).map((id) => `${kind} ${id}`);
  return [
    ...missing('container', ids(station.containers), ids(entry.containers)),
    ...missing(
      'door',
      ids(station.containers.flatMap(({ doors }) => doors)),
      ids(entry.containers.flatMap(({ doors }) => doors)),
    ),
    ...missing(
      'scale',
      ids(station.containers.flatMap(({ scales }) => scales)),
      ids(entry.containers.flatMap(({ scales }) => scales)),
    ),
  ];
}

function ids(things: readonly { id: string }[]): string[] {
  return things.map(({ id }) => id);
}

/** @returns the fields whose text changed; one that is gone from the file becomes absent. */
function changedFields<T extends object, K extends keyof T>(
  last: T,
  next: T,
  fields: readonly K[],
): Partial<Pick<T, K>> {
  const changed = fields.filter((field) => !sameContent(last[field], next[field]));
  return Object.fromEntries(changed.map((field) => [field, next[field]])) as Partial<Pick<T, K>>;
}

/** Elements are whole: one that changed in the file replaces the current one of the same key, new ones are added. */
function mergeByKey<T>(current: readonly T[], last: readonly T[], next: readonly T[], keyOf: (one: T) => string): T[] {
  const lastByKey = new Map(last.map((one) => [keyOf(one), one]));
  const merged = new Map(current.map((one) => [keyOf(one), one]));
  for (const one of next) {
    if (!sameContent(lastByKey.get(keyOf(one)), one)) merged.set(keyOf(one), one);
  }
  return [...merged.values()];
}

function mergeContainers(
  current: readonly Container[],
  last: readonly Container[],
  next: readonly Container[],
): Container[] {
  const placedByFile = (kind: 'doors' | 'scales'): Map<string, string> =>
    new Map(next.flatMap((container) => container[kind].map(({ id }) => [id, container.id] as const)));
  const [doorPlaces, scalePlaces] = [placedByFile('doors'), placedByFile('scales')];
  const known = new Set(ids(current));
  const merged = current.map((container) => {
    const before = last.find(({ id }) => id === container.id);
    const after = next.find(({ id }) => id === container.id);
    return after ? mergeContainer(container, before ?? after, after) : container;
  });
  const added = next.filter(({ id }) => !known.has(id));
  // A device that the file now has in another container has moved there.
  return [...merged, ...added].map((container) => ({
    ...container,
    doors: container.doors.filter(({ id }) => (doorPlaces.get(id) ?? container.id) === container.id),
    scales: container.scales.filter(({ id }) => (scalePlaces.get(id) ?? container.id) === container.id),
  }));
}

function mergeContainer(current: Container, last: Container, next: Container): Container {
  return {
    ...current,
    ...changedFields(last, next, CONTAINER_FIELDS),
    doors: mergeByKey(current.doors, last.doors, next.doors, ({ id }) => id),
    scales: mergeByKey(current.scales, last.scales, next.scales, ({ id }) => id),
  };
}

/** Dates that the file got since it was last applied and that nobody has an exception for. */
function newExceptions(current: StationChanged, last: StationEntry, next: StationEntry): StationChanged['exceptions'] {
  const known = new Set([...current.exceptions, ...last.exceptions].map(({ date }) => date));
  return next.exceptions.filter(({ date }) => !known.has(date));
}

function sorted<T extends { validFrom: string }>(versions: readonly T[]): T[] {
  return versions.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
}
