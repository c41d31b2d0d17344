import { setTimeout as delay } from 'node:timers/promises';
import { caughtUp } from '../caught-up';
import { DURABLES } from '../crash/kill-trace';
import { type Bed } from './bed/bed';
import { type Evidence } from './evidence/evidence';
import { readLedger, withClient } from './evidence/read-database';
import { type Patience } from './patience';
import { doorOf } from './plan';
import { type LiveStation } from './workload/live-station';
import { type Residents } from './workload/residents';

/** Beyond the 15 minutes after which an open door is told. */
const LEAP_MS = 16 * 60_000;

/** Has scales fall silent, waits until no device has anything left to tell, and until all that is under way has arrived. */
export async function settle(bed: Bed, stations: readonly LiveStation[], patience: Patience): Promise<void> {
  for (const { scale } of stations) scale.stopMeasuring();
  const left = (): string[] => stations.flatMap(({ unacknowledged }) => unacknowledged);
  await patience.until('devices keep what nobody acknowledges', () => left().length === 0, left);
  await Promise.all(stations.map(({ scale }) => scale.powerOff()));
  await arrived(bed, patience);
}

function arrived({ servers }: Bed, patience: Patience): Promise<void> {
  const system = { databaseUrl: servers.databaseUrl, natsUrl: servers.nats.url };
  return patience.atMost((ms) => caughtUp(system, DURABLES, ms));
}

/** Doors lock by themselves some seconds after the last press, and tell of it. */
export async function doorsAtRest(bed: Bed, stations: readonly LiveStation[], patience: Patience): Promise<void> {
  const restless = ({ door }: LiveStation): boolean => !door.isLocked || door.isOpen || door.pendingChanges > 0;
  const left = (): string[] => stations.filter(restless).map((station) => stateOf(station));
  await patience.until('doors are not at rest', () => left().length === 0, left);
  await arrived(bed, patience);
}

function stateOf({ door, stationId, unacknowledged }: LiveStation): string {
  return [
    `${doorOf(stationId)} is ${door.isOpen ? 'open' : door.isLocked ? 'locked' : 'unlocked'}`,
    ...unacknowledged,
  ].join(', ');
}

/** Two doors stand open while time leaps beyond their alarm; whoever saw them open is not there any more by then. */
export async function holdOpen(
  bed: Bed,
  stations: readonly LiveStation[],
  patience: Patience,
): Promise<Evidence['heldOpen']> {
  for (const { door } of stations) {
    door.unlockWithKey();
    door.openFromOutside();
  }
  await patience.until(
    'open doors are known',
    async () => (await countOf(bed, OPEN_DOORS, stations)) === stations.length,
  );
  for (const replica of bed.fleet.replicasOf('access')) await bed.fleet.kill(replica);
  await bed.fleet.ready();
  bed.time.leap(LEAP_MS);
  await patience.until(
    'doors held open are told',
    async () => (await countOf(bed, HELD_OPEN, stations)) >= stations.length,
  );
  for (const { door } of stations) door.close();
  await patience.until('closed doors are known', async () => (await countOf(bed, STANDING, stations)) === 0);
  return stations.map(({ stationId }) => ({ doorId: doorOf(stationId) }));
}

const OPEN_DOORS = 'SELECT 1 FROM access.doors WHERE open AND station_id = ANY($1)';
const HELD_OPEN = `SELECT 1 FROM access.alarms WHERE kind = 'held_open' AND station_id = ANY($1)`;
const STANDING = `${HELD_OPEN} AND cleared_at IS NULL`;

function countOf(bed: Bed, sql: string, stations: readonly LiveStation[]): Promise<number> {
  return withClient(bed.servers.databaseUrl, async (client) => {
    const { rowCount } = await client.query(sql, [stations.map(({ stationId }) => stationId)]);
    return rowCount ?? 0;
  });
}

const DECIDED = ['SUCCESS', 'DENIED', 'ERROR_PERMANENT'];

/** Presses at a door by way of each replica, until each has decided or the time is up. @param expected what it must say by the hours */
export async function pressAgain(
  bed: Bed,
  { stationId }: LiveStation,
  residents: Residents,
  expected: 'SUCCESS' | 'DENIED',
): Promise<Evidence['liveness']['unlocks']> {
  const unlocks: Evidence['liveness']['unlocks'] = [];
  for (const replica of bed.fleet.replicasOf('access')) {
    const startMs = performance.now();
    let status = '';
    for (let tries = 0; tries < 20 && !DECIDED.includes(status); tries += 1) {
      status = (await residents.pressBy(replica, stationId)).status;
      if (!DECIDED.includes(status)) await delay(1_000);
    }
    unlocks.push({ replica, stationId, status, expected, tookMs: Math.round(performance.now() - startMs) });
  }
  return unlocks;
}

/** Marks every container as due once more, as if all its readings had just come. @returns the ledger afterwards */
export async function weighAgain(bed: Bed, patience: Patience): Promise<Evidence['ledger']> {
  await withClient(bed.servers.databaseUrl, (client) =>
    client.query(
      `INSERT INTO dropoffs.weighing_due (station_id, container_id, from_at, until_at)
       SELECT station_id, container_id, min(at), max(at) FROM dropoffs.readings
       GROUP BY station_id, container_id, (at AT TIME ZONE 'UTC')::date
       ON CONFLICT DO NOTHING`,
    ),
  );
  await arrived(bed, patience);
  return withClient(bed.servers.databaseUrl, readLedger);
}
