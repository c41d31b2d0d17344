import { type KostraRow, type ProductReuseRow, type ReportLine, type YearReport } from '@selvbetjent/contracts';

/** The two reports that a year's lines make. Lines that aren't counted are in neither; they stay among the lines. */
export function yearReport(year: number, stationId: string | null, lines: ReportLine[]): YearReport {
  const ledgerGrams = lines.reduce((sum, { grams }) => sum + grams, 0);
  return { year, stationId, kostra: kostraRows(lines), productReuse: productReuseRows(lines), lines, ledgerGrams };
}

/**
 * KOSTRA: waste of households and businesses by SSB's material, and reuse apart, because goods handed in for reuse are no waste.
 * Taken-out kilos are told as positive numbers; they are not subtracted from anything.
 */
function kostraRows(lines: readonly ReportLine[]): KostraRow[] {
  const rows = lines.flatMap((line): KostraRow[] => {
    const use = useOf(line);
    if (use === null) return [];
    const grams = line.section === 'taken-out' ? -line.grams : line.grams;
    const named = { origin: line.origin, use, material: use === 'waste' ? line.material : null };
    return [{ ...named, fraction: named.material === null ? line.fraction : null, grams }];
  });
  return addUp(rows, ({ origin, use, material, fraction }) => [use, origin, material, fraction]);
}

/**
 * (EU) 2021/19 counts products that were really used again: taken out of reuse, or used in activities. Handed in is not yet
 * used, and what becomes of what is taken out of containers of waste nobody knows.
 */
function productReuseRows(lines: readonly ReportLine[]): ProductReuseRow[] {
  const rows = lines.flatMap((line): ProductReuseRow[] => {
    const use = useOf(line);
    if (use !== 'taken-out-for-reuse' && use !== 'reused-in-activities') return [];
    const fraction = line.productCategory === null ? line.fraction : null;
    const grams = line.section === 'taken-out' ? -line.grams : line.grams;
    return [{ category: line.productCategory, fraction, grams }];
  });
  return addUp(rows, ({ category, fraction }) => [category, fraction]);
}

function useOf({ section, stream }: ReportLine): KostraRow['use'] | null {
  if (section === 'delivered') return stream === 'reuse' ? 'delivered-to-reuse' : 'waste';
  if (section === 'taken-out') return stream === 'reuse' ? 'taken-out-for-reuse' : 'taken-out-of-waste';
  if (section === 'activity') return stream === 'reuse' ? 'reused-in-activities' : 'waste';
  return null;
}

function addUp<Row extends { grams: number }>(rows: readonly Row[], nameOf: (row: Row) => unknown[]): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const name = JSON.stringify(nameOf(row));
    sums.set(name, { ...row, grams: (sums.get(name)?.grams ?? 0) + row.grams });
  }
  return [...sums.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}
