import { type Evidence, type LedgerRow } from '../evidence/evidence';
import { grouped, invariant, sumOf } from './invariant';

type Found = { what: string; ids: string[] };
type Row = Pick<LedgerRow, 'entryId' | 'grams'>;

/** What people are shown, the ledger, a new weighing from raw readings, the read model, one built anew, and what was told. */
export const totalsAgree = invariant('I3', 'all ways to a total give the same one', (evidence) => [
  ...evidence.answers.flatMap((answers) => shownOf(answers.replicas, answers.totals, evidence)),
  ...differences('weighed again from raw', evidence.ledger, evidence.ledgerAgain),
  ...differences('the read model', evidence.ledger, evidence.entries),
  ...differences('the facts told', evidence.ledger, toldRows(evidence)),
  ...(evidence.rebuilt.isSame
    ? []
    : [{ what: 'the read model built anew is another one', ids: [evidence.rebuilt.said] }]),
]);

function shownOf(
  replicas: string,
  totals: Evidence['answers'][number]['totals'],
  { ledger, stations }: Evidence,
): Found[] {
  const rows = grouped(ledger, ({ stationId }) => stationId);
  const shown = new Map(totals.map((total) => [total.stationId, total]));
  return stations.flatMap(({ stationId }) => {
    const own = rows.get(stationId) ?? [];
    const of = (kind: string): number =>
      sumOf(own, (row) => (row.kind === kind && row.quality !== 'quarantine' ? row.grams : 0));
    const { grams = 0, takenOutGrams = 0 } = shown.get(stationId) ?? {};
    if (grams === of('drop-off') && takenOutGrams === 0 - of('take-out')) return [];
    const what = `${replicas} show ${grams} g in, ${takenOutGrams} g out; the ledger ${of('drop-off')} g, ${-of('take-out')} g`;
    return [{ what, ids: [stationId] }];
  });
}

function differences(where: string, ledger: readonly Row[], copy: readonly Row[]): Found[] {
  const rows = new Map(ledger.map((row) => [row.entryId, row.grams]));
  const copies = grouped(copy, ({ entryId }) => entryId);
  const missing = ledger.filter(({ entryId }) => !copies.has(entryId));
  const wrong = [...copies].filter(([entryId, own]) => own.length > 1 || own[0]?.grams !== rows.get(entryId));
  return [
    ...missing.map(({ entryId, grams }) => ({ what: `${where}: a row of ${grams} g is missing`, ids: [entryId] })),
    ...wrong.map(([entryId, own]) => ({
      what: `${where}: ${own.map(({ grams }) => grams).join(' and ')} g for ${rows.get(entryId) ?? 'no row'}`,
      ids: [entryId],
    })),
  ];
}

function toldRows({ told }: Evidence): Row[] {
  const rows = told.filter(({ type }) => type === 'dropoffs.drop-off.recorded.v1');
  return rows.map(({ body }) => ({ entryId: String(body.entryId), grams: Number(body.grams) }));
}
