import {
  type DropOffRecorded,
  type EntryKind,
  type Quality,
  type ReportLine,
  type ReportSection,
  type WasteStream,
} from '@selvbetjent/contracts';
import { EU_PRODUCTS } from './eu-products';
import { SSB_MATERIALS } from './ssb-materials';

/** The ledger's rows of a year, added up as finely as a report tells them apart. */
export interface KindSum {
  kind: EntryKind;
  quality: Quality;
  origin: DropOffRecorded['origin'];
  stream: WasteStream;
  fraction: string;
  grams: number;
}

/** The same rows count as in `GET /api/tonnage`. */
const SECTIONS: Readonly<Record<EntryKind, ReportSection>> = {
  'drop-off': 'delivered',
  correction: 'delivered',
  manual: 'delivered',
  import: 'delivered',
  'take-out': 'taken-out',
  activity: 'activity',
  emptying: 'not-counted',
  collection: 'not-counted',
  transfer: 'not-counted',
  drift: 'not-counted',
  unexplained: 'not-counted',
};

const MATERIALS = new Map(SSB_MATERIALS.map(({ fraction, material }) => [fraction, material]));
const CATEGORIES = new Map<string, string>(EU_PRODUCTS.map(({ fraction, category }) => [fraction, category]));

/** Puts every sum into a line, none left out: Σ of the lines = Σ of the sums. */
export function reportLines(sums: readonly KindSum[]): ReportLine[] {
  const lines = new Map<string, ReportLine>();
  for (const sum of sums) {
    const line = lineOf(sum);
    const key = lineKey(line);
    lines.set(key, { ...line, grams: (lines.get(key)?.grams ?? 0) + line.grams });
  }
  return [...lines.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
}

/** What tells one line from another. */
export function lineKey({ section, kind, origin, stream, fraction }: Omit<ReportLine, 'grams'>): string {
  return JSON.stringify([section, kind, origin, stream, fraction]);
}

function lineOf({ kind, quality, origin, stream, fraction, grams }: KindSum): ReportLine {
  const section = quality === 'quarantine' ? 'not-counted' : SECTIONS[kind];
  const uncounted = quality === 'quarantine' ? 'quarantine' : kind;
  return {
    section,
    kind: section === 'not-counted' ? uncounted : null,
    ...{ origin, stream, fraction, grams },
    material: MATERIALS.get(fraction) ?? null,
    productCategory: CATEGORIES.get(fraction) ?? null,
  };
}
