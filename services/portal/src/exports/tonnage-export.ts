import { type Tonnage, type TonnageRow } from '@selvbetjent/contracts';
import { type Cell, type Column, type Exported } from './table';
import { word } from './words';

const COLUMNS: readonly Column[] = [
  { name: 'period', title: 'Periode' },
  { name: 'stationId', title: 'Stasjon' },
  { name: 'stream', title: 'Strøm' },
  { name: 'fraction', title: 'Fraksjon' },
  { name: 'grams', title: 'Levert', unit: 'grams' },
  { name: 'takenOutGrams', title: 'Tatt ut', unit: 'grams' },
  { name: 'dropOffs', title: 'Leveringer' },
  { name: 'uncertainGrams', title: 'Av dette usikkert', unit: 'grams' },
];

/** The rows of `GET /api/tonnage`. */
export function tonnageExport({ rows, complete }: Tonnage, range: { from: string; to: string }): Exported {
  const title = `Mengder ${range.from} til ${range.to}`;
  const table = { name: 'tonnage', title: 'Mengder', columns: COLUMNS, rows: rows.map(cellsOf) };
  const trusted = `${complete.trustedVisits} av ${complete.visits} besøk er veid uten tvil.`;
  const notes = ['Levert og tatt ut er hver for seg; det ene er ikke trukket fra det andre.', trusted];
  return { name: `mengder-${range.from}-${range.to}`, title, notes, total: rows.length, tables: [table] };
}

function cellsOf(row: TonnageRow): Cell[] {
  return [
    row.period,
    row.stationId,
    word(row.stream),
    row.fraction,
    { grams: row.grams },
    { grams: row.takenOutGrams },
    row.dropOffs,
    { grams: row.uncertainGrams },
  ];
}
