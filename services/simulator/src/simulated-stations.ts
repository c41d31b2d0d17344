import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface SimulatedStation {
  id: string;
  name: string;
  simulated: boolean;
  containers: StationContainer[];
}

export interface StationContainer {
  id: string;
  name: string;
  stream: string;
  capacityKg: number;
  doors: { id: string; dialect: string }[];
  scales: StationScale[];
}

export interface StationScale {
  id: string;
  dialect: string;
  topic?: string;
  resolutionGrams?: number;
  maxKg?: number;
}

const NO_DEVICES = { doors: [], scales: [] };

/**
 * The stations of the stations file that are marked `simulated`. Its validation is their owner's; of the rest of the file
 * nothing is looked at.
 *
 * @throws Error when it isn't a stations file at all
 */
export function readSimulatedStations(path: string): SimulatedStation[] {
  const file = parse(readFileSync(path, 'utf8')) as { stations?: SimulatedStation[] } | null;
  if (!Array.isArray(file?.stations)) throw new Error('has no list "stations"');
  return file.stations.filter(({ simulated }) => simulated).map(withoutGaps);
}

function withoutGaps(station: SimulatedStation): SimulatedStation {
  const containers = station.containers ?? [];
  return { ...station, containers: containers.map((container) => ({ ...NO_DEVICES, ...container })) };
}
