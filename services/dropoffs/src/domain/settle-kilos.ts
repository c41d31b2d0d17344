import { type METHODS, type ORIGINS, type WasteStream } from '@selvbetjent/contracts';

/** Kilos of one day and one kind. */
export interface Kilos {
  /** Local date of the station. */
  localDate: string;
  stream: WasteStream;
  fraction: string;
  method: (typeof METHODS)[number];
  origin: (typeof ORIGINS)[number];
  grams: number;
}

/**
 * @returns the rows that make what stands in the ledger into what should: what is alike is added up, and only differences are rows.
 * Applied twice, the second time gives none.
 */
export function settleKilos(standing: readonly Kilos[], wanted: readonly Kilos[]): Kilos[] {
  const differences = new Map<string, Kilos>();
  const add = (kilos: Kilos, grams: number): void => {
    const key = JSON.stringify([kilos.localDate, kilos.stream, kilos.fraction, kilos.method, kilos.origin]);
    differences.set(key, { ...kilos, grams: (differences.get(key)?.grams ?? 0) + grams });
  };
  for (const kilos of standing) add(kilos, -kilos.grams);
  for (const kilos of wanted) add(kilos, kilos.grams);
  return [...differences.values()].filter(({ grams }) => grams !== 0);
}
