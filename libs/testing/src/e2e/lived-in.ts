import { SimulatedDoor, SimulatedScale } from '@selvbetjent/simulation';
import { connectAsync } from 'mqtt';
import { randomBytes } from 'node:crypto';
import { caughtUp } from '../caught-up';
import { type Infrastructure } from '../infrastructure';
import { type ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { bookEntry } from './booked-entries';
import { ALWAYS_OPEN, CONTAINERS, DAYS, daysAgo, instant, MINUTE_MS, SEED, STATION, today } from './lived-in.calendar';
import { enterActivities, enterByHand, importBefore, planHours, WEIGHED_ROWS } from './lived-in.people';
import { playDays, tryDoors, type VisitedDay } from './lived-in.visits';

/** Where the pages have something to show, and the devices that go on living there. */
export interface LivedIn {
  /** What addresses are filled with: a row that a scale weighed, its local date, and the first and last local date with visits. */
  places: Record<'weighed' | 'weighedOn' | 'from' | 'to', string>;
  stop(): Promise<void>;
}

/**
 * Two weeks at Trosterud as people, doors and scales would have left them: visits weighed by the real pipeline, attempts that
 * opened and such that didn't, hours and closures changed, rows by hand, activities, alarms, and figures from before.
 */
export async function liveIn(infrastructure: Infrastructure, services: ServiceProcesses): Promise<LivedIn> {
  const [staff, operator] = await Promise.all([
    ApiClient.signIn(services, 'demo-staff'),
    ApiClient.signIn(services, 'demo-operator'),
  ]);
  const visited = await playDays(infrastructure);
  await Promise.all([
    tryDoors(infrastructure, visited),
    importBefore(operator),
    planHours(staff),
    enterActivities(staff),
  ]);
  const devices = powerDevices(infrastructure, visited);
  await neglectDoor(infrastructure);
  // In which hours scales worked is told at its start, and then every five minutes.
  services.kill('dropoffs');
  await services.ready();
  await caughtUp(infrastructure);
  await bookDoubtful(infrastructure);
  await enterByHand(staff, operator);
  await caughtUp(infrastructure);
  const { items } = await operator.get<{ items: { id: string; at: string }[] }>(WEIGHED_ROWS);
  const weighed = items.find(({ at }) => at < instant(today(), '00:00')) ?? items[0];
  if (!weighed) throw new Error('Nothing was weighed');
  return {
    places: { weighed: weighed.id, weighedOn: weighed.at.slice(0, 10), from: daysAgo(DAYS), to: daysAgo(0) },
    stop: async () => {
      for (const device of devices) await device.powerOff();
    },
  };
}

/** Rows that aren't sure, and one that can't be true. */
async function bookDoubtful(infrastructure: Infrastructure): Promise<void> {
  await bookEntry(
    infrastructure.databaseUrl,
    ...[
      {
        stationId: STATION,
        localDate: daysAgo(4),
        grams: 18_700,
        quality: 'uncertain',
        reason: 'old_baseline',
      } as const,
      {
        stationId: STATION,
        localDate: daysAgo(8),
        grams: 7_400,
        quality: 'uncertain',
        reason: 'unstable_after_visit',
      } as const,
      {
        stationId: STATION,
        localDate: daysAgo(5),
        grams: 940_000,
        quality: 'quarantine',
        reason: 'implausible_weight',
      } as const,
      { stationId: ALWAYS_OPEN, localDate: daysAgo(2), grams: 23_600 },
      { stationId: ALWAYS_OPEN, localDate: daysAgo(6), grams: 41_900, fraction: 'furniture' },
    ],
  );
}

/** Doors and scales that are well and go on telling so. */
function powerDevices(infrastructure: Infrastructure, visited: VisitedDay[]): (SimulatedDoor | SimulatedScale)[] {
  const { mqttUrl } = infrastructure;
  const scales = CONTAINERS.map(({ containerId, maxKg }, index) => {
    const load = visited.findLast((day) => day.containerId === containerId)?.endGrams ?? 0;
    return new SimulatedScale({
      ...{ mqttUrl, stationId: STATION, scaleId: `${STATION}-${containerId}-vekt`, loadGrams: () => load, maxKg },
      ...{ resolutionGrams: 100, noiseGrams: 20, seed: SEED + index },
    });
  });
  const doors = [
    new SimulatedDoor({ mqttUrl, stationId: STATION, doorId: `${STATION}-ombruk` }),
    new SimulatedDoor({ mqttUrl, stationId: ALWAYS_OPEN, doorId: `${ALWAYS_OPEN}-ombruk` }),
  ];
  const devices = [...scales, ...doors];
  for (const device of devices) device.powerOn();
  return devices;
}

/** One door was left open, with little in its battery, and a scale said something that nobody can read. */
async function neglectDoor({ mqttUrl }: Infrastructure): Promise<void> {
  const client = await connectAsync(mqttUrl);
  const at = new Date(Date.now() - 25 * MINUTE_MS).toISOString();
  const state = { boot: 'd0071e57d0071e57', seq: 1, at, locked: false, open: true, battery: 9 };
  const topic = `selvbetjent/v1/${STATION}`;
  const nonce = randomBytes(16).toString('hex');
  await client.publishAsync(`${topic}/${STATION}-gjenvinning/state`, JSON.stringify({ ...state, nonce }), { qos: 1 });
  await client.publishAsync(`${topic}/${STATION}-gjenvinning-vekt/readings`, '{"boot":', { qos: 1 });
  await client.endAsync();
}
