import { createHmac } from 'node:crypto';
import { type Bed } from '../bed/bed';
import { type History, type JournalLine, type Lines } from '../history';
import { type Patience } from '../patience';
import { type PlannedStation } from '../plan';
import { type Workload } from '../workload/workload';
import { type Evidence } from './evidence';
import { exitsOf, unhandledIn } from './processes';
import { readDatabase } from './read-database';

/** A run, and what the run itself has seen. */
export interface Witnessed {
  bed: Bed;
  workload: Workload;
  history: History;
  journal: Lines<JournalLine>;
  plan: readonly PlannedStation[];
  patience: Patience;
}

/**
 * What can be read at any moment. What was seen is taken before what is stored, so that the rows behind it are there; what only a system at
 * rest shows is left as it should be.
 */
export async function readSoFar(witnessed: Witnessed): Promise<Evidence> {
  const { bed, workload, history, journal, plan, patience } = witnessed;
  const seen = { stations: plan, history: [...history.all], journal: [...journal.all] };
  const sentBoots = workload.sentBoots.all.map((boot) => ({ ...boot }));
  const read = await readDatabase(bed.servers.databaseUrl);
  return {
    reach: 'moment',
    ...{ ...seen, sentBoots, ...read, requestHashes: requestHashes(seen.history, bed.encryptionKey) },
    ...{ compared: [], answers: [], ledgerAgain: read.ledger, resources: [], heldOpen: [], personalNumbersIn: [] },
    rebuilt: { isSame: true, said: 'not built anew' },
    liveness: { readyMs: 0, unlocks: [], stuck: patience.stuck },
    exits: exitsOf(bed),
    unhandled: unhandledIn(bed),
  };
}

/** As access keeps them. */
function requestHashes(history: Evidence['history'], key: string): Map<string, string> {
  const asked = history.filter(({ op, type }) => op === 'unlock' && type === 'invoke');
  const ids = new Set(asked.map(({ value }) => String(value.requestId)));
  const hash = (id: string): string => createHmac('sha256', key).update(`request:${id}`).digest('hex');
  return new Map([...ids].map((id) => [id, hash(id)]));
}
