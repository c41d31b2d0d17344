import { join } from 'node:path';
import {
  fileLog,
  fileMemory,
  SimulatedContainer,
  SimulatedDoor,
  SimulatedScale,
  TasmotaScale,
  type TrafficMessage,
} from '@selvbetjent/simulation';
import { type SimulatedStation, type StationContainer, type StationScale } from './simulated-stations';

const NATIVE = 'selvbetjent';
const START_LOAD_GRAMS = 180_000;
const NOISE_GRAMS = 30;
const TEMPERATURE_CELSIUS = 4.5;
const DEFAULT_RESOLUTION_GRAMS = 100;

/** A container with its doors and scales. */
export interface SimulatedUnit {
  stationId: string;
  container: StationContainer;
  goods: SimulatedContainer;
  doors: Map<string, SimulatedDoor>;
  scales: Map<string, SimulatedScale>;
  tasmotaScales: TasmotaScale[];
}

export interface UnitSurroundings {
  mqttUrl: string;
  /** Folder for what the devices remember. */
  dataDir: string;
  onChange: () => void;
  onTraffic: (message: TrafficMessage) => void;
}

/** Builds a container as the stations file describes it; nothing is switched on. */
export function buildUnit(
  station: SimulatedStation,
  container: StationContainer,
  surroundings: UnitSurroundings,
): SimulatedUnit {
  const { dataDir, onChange } = surroundings;
  const goods = new SimulatedContainer({
    loadGrams: START_LOAD_GRAMS,
    memory: fileMemory(join(dataDir, 'containers', `${station.id}.${container.id}.json`)),
    onChange,
  });
  const common = { stationId: station.id, ...surroundings };
  const isNative = ({ dialect }: { dialect: string }): boolean => dialect === NATIVE;
  const scaleOf = (scale: StationScale): SimulatedScale =>
    new SimulatedScale({
      ...common,
      ...settingsOf(container, scale),
      scaleId: scale.id,
      temperatureCelsius: TEMPERATURE_CELSIUS,
      loadGrams: () => goods.weightGrams,
      log: fileLog(join(dataDir, 'scales', `${scale.id}.jsonl`)),
    });
  const doorOf = ({ id }: { id: string }): SimulatedDoor =>
    new SimulatedDoor({ ...common, doorId: id, memory: fileMemory(join(dataDir, 'doors', `${id}.json`)) });
  return {
    stationId: station.id,
    container,
    goods,
    doors: new Map(container.doors.filter(isNative).map((door) => [door.id, doorOf(door)])),
    scales: new Map(container.scales.filter(isNative).map((scale) => [scale.id, scaleOf(scale)])),
    tasmotaScales: container.scales
      .filter(({ dialect }) => dialect === 'tasmota-hx711')
      .map((scale) => tasmotaScaleOf(container, scale, goods, surroundings.mqttUrl)),
  };
}

function tasmotaScaleOf(
  container: StationContainer,
  scale: StationScale,
  goods: SimulatedContainer,
  mqttUrl: string,
): TasmotaScale {
  return new TasmotaScale({
    ...settingsOf(container, scale),
    mqttUrl,
    topic: scale.topic ?? `tele/${scale.id}/SENSOR`,
    tareGrams: 0,
    loadGrams: () => goods.weightGrams,
  });
}

function settingsOf({ capacityKg }: StationContainer, { id, resolutionGrams, maxKg }: StationScale) {
  return {
    resolutionGrams: resolutionGrams ?? DEFAULT_RESOLUTION_GRAMS,
    maxKg: maxKg ?? 2 * capacityKg,
    noiseGrams: NOISE_GRAMS,
    seed: seedOf(id),
  };
}

/** Two scales of one demo don't shake in step. */
function seedOf(id: string): number {
  return [...id].reduce((seed, character) => (Math.imul(seed, 31) + character.charCodeAt(0)) >>> 0, 7);
}
