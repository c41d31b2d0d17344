import { type DoorFaults, type ScaleFaults } from '@selvbetjent/simulation';
import { type SimulatedStation } from './simulated-stations';
import { type SimulatedUnit } from './simulated-unit';

/** What the page shows of a station: how things truly are, not what others know of them. */
export interface StationView {
  id: string;
  name: string;
  containers: ContainerView[];
}

export interface ContainerView {
  id: string;
  name: string;
  stream: string;
  capacityKg: number;
  loadGrams: number;
  peopleGrams: number;
  doors: DoorView[];
  scales: ScaleView[];
}

export interface DoorView {
  id: string;
  open: boolean;
  locked: boolean;
  connected: boolean;
  pendingChanges: number;
  faults: DoorFaults;
}

export interface ScaleView {
  id: string;
  shownGrams: number | null;
  connected: boolean;
  pendingReadings: number;
  faults: ScaleFaults;
}

export function viewOf({ id, name }: SimulatedStation, units: readonly SimulatedUnit[]): StationView {
  return { id, name, containers: units.filter(({ stationId }) => stationId === id).map(containerViewOf) };
}

function containerViewOf({ container, goods, doors, scales }: SimulatedUnit): ContainerView {
  const { id, name, stream, capacityKg } = container;
  return {
    id,
    name,
    stream,
    capacityKg,
    loadGrams: goods.loadGrams,
    peopleGrams: goods.peopleGrams,
    doors: [...doors].map(([doorId, door]) => ({
      id: doorId,
      open: door.isOpen,
      locked: door.isLocked,
      connected: door.isConnected,
      pendingChanges: door.pendingChanges,
      faults: door.faults,
    })),
    scales: [...scales].map(([scaleId, scale]) => ({
      id: scaleId,
      shownGrams: scale.shownGrams ?? null,
      connected: scale.isConnected,
      pendingReadings: scale.pendingReadings,
      faults: scale.faults,
    })),
  };
}
