import { type Evidence, type WeighedVisit } from '../evidence/evidence';
import { type JournalLine } from '../history';
import { grouped, invariant, sumOf } from './invariant';

type Found = { what: string; ids: string[] };
type Carried = Extract<JournalLine, { kind: 'carried' }>;

/** How far a visit may be from what truly happened, after clocks that were wrong have been corrected. */
const TOLERANCE_MS = 20_000;

/** By weighing and by station; the difference is 0 g. */
export const gramsTrue = invariant(
  'I2',
  'every visit is in the ledger once, and its grams are those that were carried',
  (evidence) => [...visitsOf(evidence), ...stationsOf(evidence)],
);

/** Several visits may share a weighing: its rows are then those of all of them. */
function visitsOf({ journal, visits, ledger }: Evidence): Found[] {
  const carried = journal.filter((line): line is Carried => line.kind === 'carried');
  const byStation = grouped(visits, ({ stationId }) => stationId);
  const truth = new Map<string, Carried[]>();
  const found: Found[] = [];
  for (const line of carried) {
    const visit = visitAt(byStation.get(line.stationId) ?? [], line.at);
    const ids = [line.stationId, `visit ${line.visit}`, line.at];
    if (!visit) found.push({ what: `a visit with ${line.grams} g is in no visit`, ids });
    else if (!visit.weighingId)
      found.push({ what: `a visit with ${line.grams} g is not weighed`, ids: [...ids, visit.visitId] });
    else truth.set(visit.weighingId, [...(truth.get(visit.weighingId) ?? []), line]);
  }
  const rows = grouped(
    ledger.filter(({ kind }) => kind === 'drop-off' || kind === 'take-out'),
    (row) => row.weighingId,
  );
  for (const [weighingId, lines] of truth) {
    const grams = sumOf(lines, (line) => line.grams);
    const booked = sumOf(rows.get(weighingId) ?? [], (row) => row.grams);
    const ids = [weighingId, ...lines.map(({ stationId, at }) => `${stationId} ${at}`)];
    if (grams !== booked) found.push({ what: `${grams} g were carried, ${booked} g are booked`, ids });
  }
  for (const [weighingId, own] of rows) {
    const grams = sumOf(own, (row) => row.grams);
    if (!truth.has(weighingId) && grams !== 0)
      found.push({ what: `${grams} g are booked that nobody carried`, ids: [weighingId, own[0]?.stationId ?? ''] });
  }
  return found;
}

function visitAt(visits: readonly WeighedVisit[], at: string): WeighedVisit | undefined {
  const atMs = Date.parse(at);
  const distance = ({ openedAt, closedAt }: WeighedVisit): number =>
    Math.max(0, Date.parse(openedAt) - atMs, atMs - (closedAt ? Date.parse(closedAt) : Infinity));
  const near = visits.filter((visit) => distance(visit) <= TOLERANCE_MS);
  return near.sort((one, other) => distance(one) - distance(other))[0];
}

/** A lorry's visit is booked with the next visitor's: until then nobody can tell it from a container that was lifted for a moment. */
function stationsOf({ journal, ledger, stations }: Evidence): Found[] {
  return stations.flatMap(({ stationId }) => {
    const own = journal.filter((line) => line.stationId === stationId);
    const carried = sumOf(own, (line) => (line.kind === 'carried' ? line.grams : 0));
    const lastVisit = Math.max(...own.map((line) => (line.kind === 'carried' ? Date.parse(line.at) : -Infinity)));
    const isBooked = ({ at }: JournalLine): boolean => Date.parse(at) < lastVisit;
    const emptied = sumOf(own, (line) => (line.kind === 'emptied' && isBooked(line) ? line.grams : 0));
    const pending = sumOf(own, (line) => (line.kind === 'emptied' && !isBooked(line) ? line.grams : 0));
    const rows = ledger.filter((row) => row.stationId === stationId);
    const booked = sumOf(rows, (row) => row.grams);
    const truth = carried + emptied;
    if (booked === truth || booked === truth + pending) return [];
    return [{ what: `${truth} g went in and out, the ledger says ${booked} g`, ids: [stationId] }];
  });
}
