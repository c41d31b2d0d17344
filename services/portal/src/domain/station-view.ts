import {
  type Closure,
  type Container,
  type ContainerLevel,
  type DoorView,
  type Help,
  type HoursVersion,
  isRetired,
  type Location,
  scheduleOf,
  type StationChanged,
  type WasteStream,
} from '@selvbetjent/contracts';
import { compileSchedule, type Reason, stateAt } from '@selvbetjent/opening-hours';

/** What the other services know of the containers; null while they don't answer. */
export interface Surroundings {
  levels: readonly ContainerLevel[] | null;
  doors: readonly DoorView[] | null;
}

export interface ContainerStatus {
  id: string;
  name: string;
  stream: WasteStream;
  /** By the ledger since the last emptying, 0–100 or more; null when nobody knows. */
  fillPercent: number | null;
  /** False only when it is known that no door of the container works. */
  working: boolean;
}

/** A station as residents see it in the list. `open` speaks of hours and closures only. */
export interface StationSummary {
  id: string;
  name: string;
  district: string;
  location: Location;
  open: boolean;
  /** Instant of the next change while open; null when none is known. */
  until: string | null;
  reason: Reason | null;
  /** Instant; null when there is none in 366 days. */
  nextOpening: string | null;
  containers: ContainerStatus[];
}

export interface StationDetails extends StationSummary {
  address: string;
  help: Help;
  timeZone: string;
  simulated: boolean;
  /** What an editor must have seen to save. */
  hoursVersion: number;
  openingHours: HoursVersion[];
  /** When it went out of use; absent while it is in use. */
  retiredAt?: string;
  /** Those that run or are planned. */
  closures: Closure[];
}

export function stationSummary(station: StationChanged, now: Date, surroundings: Surroundings): StationSummary {
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

export function stationDetails(station: StationChanged, now: Date, surroundings: Surroundings): StationDetails {
  const { address, help, timeZone, simulated, hoursVersion, openingHours, closures, retiredAt } = station;
  return {
    ...stationSummary(station, now, surroundings),
    ...{ address, help, timeZone, simulated, hoursVersion, openingHours },
    ...(retiredAt !== undefined && { retiredAt }),
    closures: closures.filter(({ from, until }) => until === null || (until > from && new Date(until) > now)),
  };
}

function containerView(stationId: string, container: Container, { levels, doors }: Surroundings): ContainerStatus {
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
