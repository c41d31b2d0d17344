import { type Completeness } from '@selvbetjent/contracts';
import { type FlowFigure, type FlowView } from '../domain/flow-figures';
import { type Cell, type Column, type Exported, type Table } from './table';
import { word } from './words';

const COLUMNS: readonly Column[] = [
  { name: 'part', title: 'Del' },
  { name: 'key', title: 'Periode eller gruppe' },
  { name: 'flow', title: 'Hva' },
  { name: 'grams', title: 'Mengde', unit: 'grams' },
  { name: 'uncertainGrams', title: 'Av dette usikkert', unit: 'grams' },
  { name: 'correctedGrams', title: 'Rettet for hånd', unit: 'grams' },
  { name: 'beforeKey', title: 'Sammenlignet med' },
  { name: 'beforeGrams', title: 'Før', unit: 'grams' },
  { name: 'differenceGrams', title: 'Endring', unit: 'grams' },
  { name: 'differencePercent', title: 'Endring (%)' },
];
const COMPLETE: readonly [keyof Completeness, string][] = [
  ['openMinutes', 'Minutter åpent'],
  ['weighedMinutes', 'Minutter åpent med vekter i gang'],
  ['visits', 'Besøk'],
  ['trustedVisits', 'Besøk som er veid sikkert'],
  ['uncertainGrams', 'Usikkert, gram'],
  ['correctedGrams', 'Rettet for hånd, gram'],
  ['quarantinedGrams', 'Holdt utenfor, gram'],
];
const NOTES = [
  'Levert til ombruk, levert til gjenvinning, tatt med til ombruk og ble til avfall er hver for seg. Ingen av dem er trukket fra en annen.',
  'Tomt felt i Før og Endring: det finnes ikke noe å sammenligne med.',
];

/**
 * Every figure that the dashboard shows, one row each; with how far they can be relied on as a table of its own.
 * @param stationIds whose figures they are; all that the asker may see when empty
 */
export function flowExport(view: FlowView, stationIds: readonly string[] = []): Exported {
  const { from, to, against, split } = view;
  const whose = stationIds.length > 0 ? `for ${stationIds.join(', ')}` : 'for alle stasjoner';
  const compared = against ? `, sammenlignet med ${against.from} til ${against.to}` : '';
  const rows = view.figures.map((figure) => cellsOf(figure, split));
  const table: Table = { name: 'flows', title: 'Tall', columns: COLUMNS, rows };
  return {
    name: `tall-${from}-${to}`,
    title: `Tall ${whose}, ${from} til ${to}${compared}`,
    notes: NOTES,
    total: rows.length,
    tables: [table, completeTable(view)],
  };
}

function cellsOf({ part, key, flow, before, ...sums }: FlowFigure, split: FlowView['split']): Cell[] {
  const grams = (value: number | undefined): Cell => (value === undefined ? null : { grams: value });
  return [
    word(part === 'split' ? split : part),
    key === '' ? null : part === 'split' ? word(key) : key,
    word(flow),
    grams(sums.grams),
    grams(sums.uncertainGrams),
    grams(sums.correctedGrams),
    before?.key ? (part === 'split' ? word(before.key) : before.key) : null,
    grams(before?.grams),
    grams(before?.differenceGrams),
    before?.percent ?? null,
  ];
}

function completeTable({ from, to, complete, against }: FlowView): Table {
  const ranges = [{ from, to, complete }, ...(against ? [against] : [])];
  return {
    name: 'complete',
    title: 'Hvor sikre tallene er',
    columns: [
      { name: 'what', title: 'Hva' },
      ...ranges.map((range, index) => ({
        name: index === 0 ? 'now' : 'before',
        title: `${range.from} til ${range.to}`,
      })),
    ],
    rows: COMPLETE.map(([name, title]): Cell[] => [
      { code: name, title },
      ...ranges.map((range) => range.complete[name] ?? null),
    ]),
  };
}
