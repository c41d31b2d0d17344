import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { compareAll } from '../crash/compare-facts';
import { type Bed } from './bed/bed';
import { type Evidence } from './evidence/evidence';
import { exitsOf, resourcesOf, unhandledIn } from './evidence/processes';
import { readAnswers } from './evidence/read-answers';
import { readDatabase } from './evidence/read-database';
import { rebuiltTonnage } from './evidence/rebuild';
import { filesWith } from './evidence/search-files';
import { type History, type JournalLine, type Lines } from './history';
import { type PlannedStation } from './plan';
import { doorsAtRest, holdOpen, pressAgain, settle, weighAgain } from './settle';
import { type Workload } from './workload/workload';

export interface Gathering {
  bed: Bed;
  workload: Workload;
  history: History;
  journal: Lines<JournalLine>;
  plan: readonly PlannedStation[];
  /** The compiled tree that the services run from. */
  dist: string;
  /** Resources at rest before the faults. */
  before: ReadonlyMap<string, number>;
  tell: (line: string) => void;
}

/** Lets everything come to rest and reads all that the checker goes by. */
export async function gather({
  bed,
  workload,
  history,
  journal,
  plan,
  dist,
  before,
  tell,
}: Gathering): Promise<Evidence> {
  const healedMs = performance.now();
  await bed.fleet.ready();
  const readyMs = Math.round(performance.now() - healedMs);
  tell(`Everything is ready again after ${readyMs} ms; waiting until all that is under way has arrived.`);
  await settle(bed, workload.stations);
  const heldOpen = await holdOpen(bed, workload.withRole('ending'));
  const unlocks = await pressAgain(bed, openStation(workload), workload.residents);
  await doorsAtRest(bed, workload.stations);
  const resources = await resourcesSince(bed, before);
  tell('Reading what is left, by way of each replica.');
  const read = await readDatabase(bed.servers.databaseUrl);
  const compared = await compareAll({ databaseUrl: bed.servers.databaseUrl, natsUrl: bed.servers.nats.url });
  const answers = await readAnswers(bed, plan);
  const ledgerAgain = await weighAgain(bed);
  const rebuilt = await rebuiltTonnage(bed, dist);
  await Promise.all(workload.stations.map((station) => station.powerOff()));
  return {
    ...{ stations: plan, history: history.all, journal: journal.all, heldOpen, sentBoots: workload.sentBoots.all },
    ...{ ...read, compared, answers, ledgerAgain, rebuilt, resources },
    requestHashes: requestHashes(history, bed.encryptionKey),
    personalNumbersIn: filesWith(join(bed.folder), workload.residents.personalNumbers),
    liveness: { readyMs, unlocks },
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
