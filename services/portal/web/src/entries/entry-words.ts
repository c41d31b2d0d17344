import type { EntryKind, StaffEntry } from '../api-types';
import { signedKilos } from '../format/kilos';
import { KIND_NAMES, STREAM_NAMES } from '../format/words';
import { ApiProblem, explain } from '../problem';

type Row = StaffEntry['rows'][number];

/** What an entry does to the ledger, before it is done or after. */
export function effectWords({ effect }: Pick<StaffEntry, 'effect'>, isDone: boolean): string {
  if (effect === 'added')
    return isDone
      ? 'Ført. Ingen vekt målte det, så kiloene er lagt til.'
      : 'Ingen vekt målte det da. Kiloene du skriver, legges til.';
  return isDone
    ? 'Ført. Det vekten målte, har fått nytt navn. Ingen kilo er lagt til.'
    : 'Vekten virket og målte det. Raden får nytt navn, og ingen kilo legges til.';
}

/** `+12,3 kg Ført for hånd, Ombruk` */
export function rowWords({ kind, stream, grams }: Row): string {
  return `${signedKilos(grams)} kg ${kindName(kind)}, ${STREAM_NAMES[stream]}`;
}

export function kindName(kind: EntryKind): string {
  return KIND_NAMES[kind] ?? kind;
}

const REFUSALS: Record<string, string> = {
  several_measured: 'Vekten målte flere slike omtrent da. Velg hvilken det er.',
  grams_needed: 'Ingen vekt målte det da. Skriv hvor mange kilo det var.',
  not_weighed_yet: 'Vekten virker, men er ikke ferdig med å veie dette. Vent et kvarter, og prøv igjen.',
  nothing_measured:
    'Vekten virket, men målte ingen slik endring to timer før eller etter. Sjekk container, dag og klokkeslett.',
};

/** Why an entry can't be made, and what to do; undefined for what isn't about the entry itself. */
export function refusalWords(problem: unknown): string | undefined {
  if (!(problem instanceof ApiProblem) || problem.status !== 422) return undefined;
  return REFUSALS[problem.code] ?? explain(problem).what;
}
