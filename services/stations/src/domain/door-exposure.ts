import { type Door, type HandleCheck, type StationChanged } from '@selvbetjent/contracts';
import { without } from './without';

/** Recorded checks of inside handles are made by their own request: whatever else is written, they stay as they are. */
export function withRecordedChecks(before: StationChanged | null, after: StationChanged): StationChanged {
  const known = new Map(doorsOf(before).map((door) => [door.id, door.insideHandle]));
  return mapDoors(after, ({ insideHandle: _claimed, ...door }) => {
    const insideHandle = known.get(door.id);
    return insideHandle ? { ...door, insideHandle } : door;
  });
}

/** @returns the doors that would be exposed from now on though nobody has recorded that they open from inside. */
export function exposedUnchecked(before: StationChanged | null, after: StationChanged): string[] {
  const known = new Map(doorsOf(before).map((door) => [door.id, door]));
  const isUnchecked = ({ id, exposed, insideHandle }: Door): boolean =>
    exposed && !insideHandle && !known.get(id)?.exposed;
  return doorsOf(after)
    .filter(isUnchecked)
    .map(({ id }) => id);
}

/** A handle that opens may be exposed with its check; one that doesn't withdraws the door at once. */
export function withHandleCheck(
  station: StationChanged,
  doorId: string,
  { check, opens, expose }: { check: HandleCheck; opens: boolean; expose: boolean },
): StationChanged {
  return mapDoors(station, (door) => {
    if (door.id !== doorId) return door;
    return opens
      ? { ...door, insideHandle: check, exposed: door.exposed || expose }
      : { ...without(door, 'insideHandle'), exposed: false };
  });
}

export function doorsOf(station: StationChanged | null): Door[] {
  return station?.containers.flatMap(({ doors }) => doors) ?? [];
}

function mapDoors(station: StationChanged, change: (door: Door) => Door): StationChanged {
  const containers = station.containers.map((container) => ({ ...container, doors: container.doors.map(change) }));
  return { ...station, containers };
}
