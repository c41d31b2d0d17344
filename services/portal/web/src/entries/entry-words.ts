import type { EntryKind, StaffEntry } from '../api-types';
import { fractionName } from '../format/fractions';
import { signedKilos } from '../format/kilos';
import { KIND_NAMES, STREAM_NAMES } from '../format/words';
import { ApiProblem, explain } from '../problem';
import type { Weighing } from './weighings';

type Row = StaffEntry['rows'][number];

type Effect = Pick<StaffEntry, 'effect' | 'rows'>;

/** What an entry does to the ledger, before it is done or after; `moved` is the row that a transfer names. */
export function entryWords({ effect, rows }: Effect, isDone: boolean, moved?: Pick<Weighing, 'weighed'>): string {
  if (effect === 'relabelled')
    return isDone
      ? 'Ført. Det vekten målte, har fått nytt navn. Ingen kilo er lagt til.'
      : 'Vekten virket og målte det. Raden får nytt navn, og ingen kilo legges til.';
  if (moved) return movedWords(moved, isDone);
  const isPartly = new Set(rows.map(({ containerId }) => containerId)).size > 1;
  const why = isPartly ? 'Minst én av containerne ble ikke veid da' : 'Ingen vekt målte det da';
  return isDone ? `Ført. ${why}, så kiloene er lagt inn.` : `${why}. Kiloene du skriver, legges inn.`;
}

/** No scale saw the goods go from one container to the other, so the row tells how much it was. */
function movedWords({ weighed }: Pick<Weighing, 'weighed'>, isDone: boolean): string {
  if (isDone) return 'Ført. Kiloene er flyttet, og raden du valgte, står som den er.';
  const row = weighed ? 'Raden du valgte, blir stående.' : 'Raden du valgte, ble ført uten vekt, og blir stående.';
  return `${row} Kiloene i den flyttes, eller de du skriver, hvis bare noe ble flyttet.`;
}

/** The same of a correction: what a scale measured stays in the sum, what was entered without one doesn't; a transfer has two sides. */
export function correctionWords({ rows }: Effect, isDone: boolean): string {
  const isTransfer = new Set(rows.map(({ containerId }) => containerId)).size > 1;
  if (isTransfer) return `${isDone ? 'Rettet' : 'Rettes'} på begge sider av flyttingen, så de veier like mye.`;
  const sum = rows.reduce((total, { grams }) => total + grams, 0);
  const said = isDone ? 'Rettet.' : 'Raden rettes.';
  return sum === 0
    ? `${said} Summen i containeren er som før.`
    : `${said} Den ble ført uten vekt, så summen i containeren endres med ${signedKilos(sum)} kg.`;
}

/** `+12,3 kg Ført for hånd, Ombruk, Leker` */
export function rowWords({ kind, stream, fraction, grams }: Row): string {
  return `${signedKilos(grams)} kg ${kindName(kind)}, ${STREAM_NAMES[stream]}, ${fractionName(fraction)}`;
}

export function kindName(kind: EntryKind): string {
  return KIND_NAMES[kind] ?? kind;
}

const REFUSALS: Record<string, string> = {
  several_measured: 'Vekten målte flere slike omtrent da. Velg hvilken det er.',
  grams_needed: 'Ingen vekt målte det da. Skriv hvor mange kilo det var.',
  not_weighed_yet:
    'Vekten virker, og fører selv det som legges i containeren eller tas ut av den. Vent et kvarter: da står det i listen under, og kan få riktig navn.',
  nothing_measured:
    'Vekten virket, men målte ingen slik endring to timer før eller etter. Er det ikke lagt i containeren, så legg det inn: da fører vekten det selv. Ellers: sjekk container, dag og klokkeslett.',
};

/** Why an entry can't be made, and what to do; undefined for what isn't about the entry itself. */
export function refusalWords(problem: unknown): string | undefined {
  if (!(problem instanceof ApiProblem) || problem.status !== 422) return undefined;
  return REFUSALS[problem.code] ?? explain(problem).what;
}
