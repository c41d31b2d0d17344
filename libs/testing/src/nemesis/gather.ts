import { compareAll } from '../crash/compare-facts';
import { type Bed } from './bed/bed';
import { type Evidence } from './evidence/evidence';
import { exitsOf, resourcesOf, unhandledIn } from './evidence/processes';
import { readAnswers, readTotals } from './evidence/read-answers';
import { readSoFar, type Witnessed } from './evidence/read-so-far';
import { rebuiltTonnage } from './evidence/rebuild';
import { filesWith } from './evidence/search-files';
import { mayBeOpen } from './open-times';
import { doorsAtRest, holdOpen, pressAgain, settle, weighAgain } from './settle';
import { type LiveStation } from './workload/live-station';
import { type Workload } from './workload/workload';

export interface Gathering extends Witnessed {
  /** The compiled tree that the services run from. */
  dist: string;
  /** Resources at rest before the faults. */
  before: ReadonlyMap<string, number>;
  tell: (line: string) => void;
}

/**
 * Lets everything come to rest and reads all that the checker goes by.
 * @param isEnough looks at what is known at rest already: the slow rest isn't read then
 */
export async function gather(
  gathering: Gathering,
  isEnough: (evidence: Evidence) => boolean = () => false,
): Promise<Evidence> {
  const { bed, workload, history, plan, dist, before, patience, tell } = gathering;
  const healedMs = performance.now();
  await bed.fleet.ready();
  const readyMs = Math.round(performance.now() - healedMs);
  tell(`Everything is ready again after ${readyMs} ms; waiting until all that is under way has arrived.`);
  await settle(bed, workload.stations, patience);
  const atRest = await readAtRest(gathering);
  const answered = { ...atRest, answers: [await readTotals(bed, plan)] };
  if (isEnough(answered)) return answered;
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
  const read = await readAtRest(gathering);
  const liveness = { readyMs, unlocks, stuck: patience.stuck };
  const late: Evidence = { ...read, reach: 'late', ...{ heldOpen, resources, liveness } };
  if (isEnough(late)) return late;
  const answers = await readAnswers(bed, plan);
  const ledgerAgain = await weighAgain(bed, patience);
  const rebuilt = await rebuiltTonnage(bed, dist);
  await Promise.all(workload.stations.map((station) => station.powerOff()));
  const atEnd = { answers, ledgerAgain, rebuilt, exits: exitsOf(bed), unhandled: unhandledIn(bed) };
  return { ...late, reach: 'end', ...atEnd };
}

/** What is read only at rest, and costs little. */
async function readAtRest(witnessed: Witnessed): Promise<Evidence> {
  const { bed, workload } = witnessed;
  const { databaseUrl, nats } = bed.servers;
  return {
    ...(await readSoFar(witnessed)),
    reach: 'rest',
    compared: await compareAll({ databaseUrl, natsUrl: nats.url }),
    personalNumbersIn: filesWith(bed.folder, workload.residents.personalNumbers),
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
