import {
  type Container,
  type ContainerLevel,
  type DoorView,
  isRetired,
  scheduleOf,
  type StationChanged,
} from '@selvbetjent/contracts';
import { compileSchedule, stateAt } from '@selvbetjent/opening-hours';

/** What the other services know of the containers; null while they don't answer. */
export interface Surroundings {
  levels: readonly ContainerLevel[] | null;
  doors: readonly DoorView[] | null;
}

/** A station as residents see it in the list. `open` speaks of hours and closures only. */
export function stationSummary(station: StationChanged, now: Date, surroundings: Surroundings) {
  const { stationId, name, district, location, containers } = station;
  const { state, until, reason, nextOpening } = stateAt(compileSchedule(scheduleOf(station)), now);
  return {
    id: stationId,
    name,
    district,
    location,
    open: state === 'open',
    until: until?.toISOString() ?? null,
    reason,
    nextOpening: nextOpening?.toISOString() ?? null,
    containers: containers
      .filter((container) => !isRetired(container, now))
      .map((container) => containerView(stationId, container, surroundings)),
  };
}

export function stationDetails(station: StationChanged, now: Date, surroundings: Surroundings) {
  const { address, help, timeZone, simulated, hoursVersion, openingHours, closures, retiredAt } = station;
  return {
    ...stationSummary(station, now, surroundings),
    ...{ address, help, timeZone, simulated, hoursVersion, openingHours },
    ...(retiredAt !== undefined && { retiredAt }),
    closures: closures.filter(({ from, until }) => until === null || (until > from && new Date(until) > now)),
  };
}

function containerView(stationId: string, container: Container, { levels, doors }: Surroundings) {
  const { id, name, stream, capacityKg } = container;
  const isHere = (one: { stationId: string; containerId: string }): boolean =>
    one.stationId === stationId && one.containerId === id;
  const level = levels?.find(isHere);
  return {
    id,
    name,
    stream,
    fillPercent: level?.emptiedAt ? Math.max(0, Math.round(level.grams / (capacityKg * 10))) : null,
    working: isWorking(container, doors?.filter(isHere)),
  };
}

/** False only when it is known: all its doors are silent or jammed. */
function isWorking(container: Container, doors: readonly DoorView[] | undefined): boolean {
  if (container.access === 'closed') return false;
  if (!doors || container.doors.length === 0) return true;
  return doors.length === 0 || doors.some(({ alive, lock }) => alive && lock !== 'jammed');
}
