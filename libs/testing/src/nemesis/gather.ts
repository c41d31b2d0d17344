import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { compareAll } from '../crash/compare-facts';
import { type Bed } from './bed/bed';
import { type Evidence } from './evidence/evidence';
import { exitsOf, resourcesOf, unhandledIn } from './evidence/processes';
import { readAnswers } from './evidence/read-answers';
import { readDatabase } from './evidence/read-database';
import { filesWith } from './evidence/search-files';
import { type History, type JournalLine, type Lines } from './history';
import { type Patience } from './patience';
import { mayBeOpen } from './open-times';
import { type PlannedStation } from './plan';
import { doorsAtRest, holdOpen, pressAgain, settle, weighAgain } from './settle';
import { type LiveStation } from './workload/live-station';
import { type Workload } from './workload/workload';

export interface Gathering {
  bed: Bed;
  workload: Workload;
  history: History;
  journal: Lines<JournalLine>;
  plan: readonly PlannedStation[];
  /** Resources at rest before the faults. */
  before: ReadonlyMap<string, number>;
  patience: Patience;
  tell: (line: string) => void;
}

/** Lets everything come to rest and reads all that the checker goes by. */
export async function gather(gathering: Gathering): Promise<Evidence> {
  const { bed, workload, history, journal, plan, before, patience, tell } = gathering;
  const healedMs = performance.now();
  await bed.fleet.ready();
  const readyMs = Math.round(performance.now() - healedMs);
  tell(`Everything is ready again after ${readyMs} ms; waiting until all that is under way has arrived.`);
  await settle(bed, workload.stations, patience);
  const heldOpen = await holdOpen(bed, workload.withRole('ending'), patience);
  const now = bed.time.now().toISOString();
  const isOpen = ({ stationId }: LiveStation): boolean =>
    mayBeOpen(stationId, now, { stations: plan, history: history.all });
  const pressed = [openStation(workload), ...workload.withRole('ending')];
  const unlocks: Evidence['liveness']['unlocks'] = [];
  for (const station of pressed)
    unlocks.push(...(await pressAgain(bed, station, workload.residents, isOpen(station) ? 'SUCCESS' : 'DENIED')));
  await doorsAtRest(bed, workload.stations, patience);
  const resources = await resourcesSince(bed, before);
  tell('Reading what is left, by way of each replica.');
  const read = await readDatabase(bed.servers.databaseUrl);
  const compared = await compareAll({ databaseUrl: bed.servers.databaseUrl, natsUrl: bed.servers.nats.url });
  const answers = await readAnswers(bed, plan);
  const ledgerAgain = await weighAgain(bed, patience);
  await Promise.all(workload.stations.map((station) => station.powerOff()));
  return {
    ...{ stations: plan, history: history.all, journal: journal.all, heldOpen, sentBoots: workload.sentBoots.all },
    ...{ ...read, compared, answers, ledgerAgain, resources },
    requestHashes: requestHashes(history, bed.encryptionKey),
    personalNumbersIn: filesWith(join(bed.folder), workload.residents.personalNumbers),
    liveness: { readyMs, unlocks, stuck: patience.stuck },
    exits: exitsOf(bed),
    unhandled: unhandledIn(bed),
  };
}

function openStation(workload: Workload): ReturnType<Workload['withRole']>[number] {
  const [station] = workload.withRole('open');
  if (!station) throw new Error('No station of the run is open');
  return station;
}

async function resourcesSince(bed: Bed, before: ReadonlyMap<string, number>): Promise<Evidence['resources']> {
  const after = await resourcesOf(bed);
  return [...after].map(([what, count]) => ({ what, before: before.get(what) ?? 0, after: count }));
}

/** As access keeps them. */
function requestHashes(history: History, key: string): Map<string, string> {
  const asked = history.all.filter(({ op, type }) => op === 'unlock' && type === 'invoke');
  const ids = new Set(asked.map(({ value }) => String(value.requestId)));
  const hash = (id: string): string => createHmac('sha256', key).update(`request:${id}`).digest('hex');
  return new Map([...ids].map((id) => [id, hash(id)]));
}
