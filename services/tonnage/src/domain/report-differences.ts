import { type ReportDifference, type ReportLine } from '@selvbetjent/contracts';
import { lineKey } from './report-lines';

/** @returns the lines that have other kilos now than then; a line that is in one of both only has zero in the other. */
export function reportDifferences(sent: readonly ReportLine[], now: readonly ReportLine[]): ReportDifference[] {
  const [before, after] = [sent, now].map((lines) => new Map(lines.map((line) => [lineKey(line), line])));
  const keys = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return keys.flatMap((key) => {
    const [then, today] = [before?.get(key), after?.get(key)];
    const line = then ?? today;
    const [sentGrams, nowGrams] = [then?.grams ?? 0, today?.grams ?? 0];
    if (!line || sentGrams === nowGrams) return [];
    const { section, kind, origin, stream, fraction, material, productCategory } = line;
    return [{ section, kind, origin, stream, fraction, material, productCategory, sentGrams, nowGrams }];
  });
}
