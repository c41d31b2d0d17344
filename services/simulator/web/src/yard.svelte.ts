import type { ContainerView, DoorView, StationView, TrafficLine } from './sim-types';

const KEPT_LINES = 150;
const KEPT_WEIGHTS = 120;

export interface Place {
  station: StationView;
  container: ContainerView;
  door: DoorView;
}

/** All stations as they truly stand, live. */
class Yard {
  stations = $state.raw<StationView[]>([]);
  /** The newest first. */
  traffic = $state.raw<TrafficLine[]>([]);
  /** Without what is routine, which would push the rest out. */
  tellingTraffic = $state.raw<TrafficLine[]>([]);
  connected = $state(false);
  selectedDoorId = $state('');
  /** By scale, what it showed lately, the newest last. */
  weights = $state.raw<Record<string, number[]>>({});

  place = $derived(this.find(this.selectedDoorId));

  start(): void {
    const events = new EventSource('/sim/events');
    events.onopen = () => {
      this.connected = true;
      this.traffic = [];
      this.tellingTraffic = [];
    };
    events.onerror = () => (this.connected = false);
    events.addEventListener('state', (event) => this.onState(JSON.parse(event.data) as StationView[]));
    events.addEventListener('traffic', (event) => this.onTraffic(JSON.parse(event.data) as TrafficLine));
    setInterval(() => this.rememberWeights(), 1_000);
  }

  find(doorId: string): Place | undefined {
    for (const station of this.stations) {
      for (const container of station.containers) {
        const door = container.doors.find(({ id }) => id === doorId);
        if (door) return { station, container, door };
      }
    }
    return undefined;
  }

  private onState(stations: StationView[]): void {
    this.stations = stations;
    if (!this.find(this.selectedDoorId)) {
      this.selectedDoorId = stations.flatMap(({ containers }) => containers).flatMap(({ doors }) => doors)[0]?.id ?? '';
    }
  }

  private onTraffic(line: TrafficLine): void {
    this.traffic = [line, ...this.traffic].slice(0, KEPT_LINES);
    if (!line.routine) this.tellingTraffic = [line, ...this.tellingTraffic].slice(0, KEPT_LINES);
  }

  private rememberWeights(): void {
    const scales = this.stations.flatMap(({ containers }) => containers).flatMap((container) => container.scales);
    const entries = scales.map(({ id, shownGrams }) => {
      const before = this.weights[id] ?? [];
      return [id, shownGrams === null ? before : [...before, shownGrams].slice(-KEPT_WEIGHTS)];
    });
    this.weights = Object.fromEntries(entries);
  }
}

export const yard = new Yard();
