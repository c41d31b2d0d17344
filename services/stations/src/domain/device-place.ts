import { type Door, type Scale, type StationChanged } from '@selvbetjent/contracts';

type WithContainers = Pick<StationChanged, 'containers'>;

/**
 * Where a device of another make is reached, and which part of it is meant. Two devices of one place would open each other's door, or
 * count each other's kilos.
 * @returns null for a device that speaks under its own id, or that has been retired
 */
export function placeOf(device: Door | Scale): string | null {
  if (!device.topic || device.retiredAt) return null;
  if (!('resolutionGrams' in device)) return `the door at ${device.topic}, relay ${relayOf(device)}`;
  const part = [device.field, device.address, device.alias, device.port].map((one) => one ?? '-').join(' ');
  return `the scale at ${device.topic}, ${part}`;
}

/** @returns the ids of these stations' devices whose place another device of theirs, or of the others, has as well. */
export function sharedPlaces(stations: readonly WithContainers[], others: readonly WithContainers[]): string[] {
  const counts = new Map<string | null, number>();
  for (const { place } of placed([...stations, ...others])) counts.set(place, (counts.get(place) ?? 0) + 1);
  return placed(stations)
    .filter(({ place }) => (counts.get(place) ?? 0) > 1)
    .map(({ id }) => id);
}

function placed(stations: readonly WithContainers[]): { id: string; place: string }[] {
  const devices = stations.flatMap(({ containers }) =>
    containers.flatMap(({ doors, scales }) => [...doors, ...scales]),
  );
  return devices.flatMap((device) => {
    const place = placeOf(device);
    return place ? [{ id: device.id, place }] : [];
  });
}

/** The first one where none is named: Shelly counts from 0. */
function relayOf({ dialect, relay }: Door): number {
  return relay ?? (dialect === 'shelly' ? 0 : 1);
}
