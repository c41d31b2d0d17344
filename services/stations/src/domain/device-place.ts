import { type Door, type Scale, type StationChanged } from '@selvbetjent/contracts';

type WithContainers = Pick<StationChanged, 'containers'>;

/**
 * Where a device of another make is reached, and which part of it is meant. Two devices of one place would open each other's door, or
 * count each other's kilos.
 * @returns null for a device that speaks under its own id
 */
export function placeOf(device: Door | Scale): string | null {
  if (!device.topic) return null;
  if (!('resolutionGrams' in device)) return boltPlaceOf(device, device.topic);
  const part = [device.field, device.address, device.alias, device.port].map((one) => one ?? '-').join(' ');
  return `the scale at ${device.topic}, ${part}`;
}

/**
 * @returns the ids of these stations' devices whose place another device of theirs, or of the others, has as well. One that will be
 * retired has its place until then.
 */
export function sharedPlaces(
  stations: readonly WithContainers[],
  others: readonly WithContainers[],
  now: Date,
): string[] {
  const counts = new Map<string | null, number>();
  for (const { place } of placed([...stations, ...others], now)) counts.set(place, (counts.get(place) ?? 0) + 1);
  return placed(stations, now)
    .filter(({ place }) => (counts.get(place) ?? 0) > 1)
    .map(({ id }) => id);
}

function placed(stations: readonly WithContainers[], now: Date): { id: string; place: string }[] {
  const devices = stations.flatMap(({ containers }) =>
    containers.flatMap(({ doors, scales }) => [...doors, ...scales]),
  );
  return devices.flatMap((device) => {
    const isRetired = device.retiredAt !== undefined && Date.parse(device.retiredAt) <= now.getTime();
    const place = isRetired ? null : placeOf(device);
    return place ? [{ id: device.id, place }] : [];
  });
}

/** A FullTopic that says no more than the topic itself. */
const FULL_TOPIC = /^%prefix%\//;

/** Only Tasmota and Shelly have several relays; the first one where none is named. */
function boltPlaceOf({ dialect, relay }: Door, topic: string): string {
  if (dialect === 'shelly') return `the door at ${topic}, relay ${relay ?? 0}`;
  if (dialect === 'tasmota') return `the door at ${topic.replace(FULL_TOPIC, '')}, relay ${relay ?? 1}`;
  return `the door at ${topic}`;
}
