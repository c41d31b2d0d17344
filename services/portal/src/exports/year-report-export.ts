import { type KostraRow, type ProductReuseRow, type ReportLine, type YearReport } from '@selvbetjent/contracts';
import { type Cell, type Exported, type Table } from './table';
import { word } from './words';

const NOTES = [
  'Levert til ombruk, tatt ut til ombruk og ombrukt i aktiviteter er tre forskjellige tall. Ingen av dem er trukket fra et annet.',
  'EU 2021/19 teller bare det som virkelig er brukt igjen.',
  'Fraksjoner uten en kategori er ført med sitt eget navn. Linjene til sammen er vektboken, på grammet.',
];

/** A year in KOSTRA's and (EU) 2021/19's categories. Formats with one table get the lines that both are made from. */
export function yearReportExport(report: YearReport): Exported {
  const where = report.stationId ?? 'alle stasjoner';
  return {
    name: `arsrapport-${report.year}-${report.stationId ?? 'alle'}`,
    title: `Årsrapport ${report.year}, ${where}`,
    notes: NOTES,
    total: report.lines.length,
    tables: [linesTable(report.lines), kostraTable(report.kostra), productTable(report.productReuse)],
  };
}

function linesTable(lines: readonly ReportLine[]): Table {
  return {
    ...{ name: 'lines', title: 'Linjer' },
    columns: [
      { name: 'section', title: 'Del' },
      { name: 'kind', title: 'Slag' },
      { name: 'origin', title: 'Opphav' },
      { name: 'stream', title: 'Strøm' },
      { name: 'fraction', title: 'Fraksjon' },
      { name: 'material', title: 'SSB-materiale' },
      { name: 'productCategory', title: 'EU-kategori' },
      { name: 'grams', title: 'Mengde', unit: 'grams' },
    ],
    rows: lines.map((line): Cell[] => [
      word(line.section),
      word(line.kind),
      word(line.origin),
      word(line.stream),
      line.fraction,
      line.material,
      word(line.productCategory),
      { grams: line.grams },
    ]),
  };
}

function kostraTable(rows: readonly KostraRow[]): Table {
  return {
    ...{ name: 'kostra', title: 'KOSTRA' },
    columns: [
      { name: 'origin', title: 'Opphav' },
      { name: 'use', title: 'Bruk' },
      { name: 'material', title: 'SSB-materiale' },
      { name: 'fraction', title: 'Fraksjon uten materiale' },
      { name: 'grams', title: 'Mengde', unit: 'grams' },
    ],
    rows: rows.map((row): Cell[] => [
      word(row.origin),
      word(row.use),
      row.material,
      row.fraction,
      { grams: row.grams },
    ]),
  };
}

function productTable(rows: readonly ProductReuseRow[]): Table {
  return {
    ...{ name: 'product-reuse', title: 'Ombruk etter EU 2021-19' },
    columns: [
      { name: 'category', title: 'Kategori' },
      { name: 'fraction', title: 'Fraksjon uten kategori' },
      { name: 'grams', title: 'Mengde', unit: 'grams' },
    ],
    rows: rows.map((row): Cell[] => [word(row.category), row.fraction, { grams: row.grams }]),
  };
}
