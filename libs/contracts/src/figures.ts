import { type WasteStream } from './stations';

export const ENTRY_KINDS = [
  'drop-off',
  'take-out',
  'emptying',
  'collection',
  'transfer',
  'drift',
  'unexplained',
  'correction',
  'manual',
  'import',
  'activity',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];
export const QUALITIES = ['ok', 'uncertain', 'quarantine'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Which rows of the ledger make up a figure. */
export interface FigureRule {
  kinds: readonly EntryKind[];
  qualities: readonly Quality[];
  /** The figure is the rows' sum times this. */
  sign: 1 | -1;
}

const PUT_IN: readonly EntryKind[] = ['drop-off', 'correction', 'manual', 'import'];
const STANDING: readonly Quality[] = ['ok', 'uncertain'];

/**
 * What is counted, said once for all who add up and all who list the rows behind a total. Nobody's kilos are in none of them:
 * quarantine, drift, steps that nobody explains, and emptying.
 */
export const FIGURES = {
  /** Put into containers, with corrections. */
  grams: { kinds: PUT_IN, qualities: STANDING, sign: 1 },
  /** The part of `grams` that is uncertain. */
  uncertainGrams: { kinds: PUT_IN, qualities: ['uncertain'], sign: 1 },
  /** Taken out by visitors. */
  takenOutGrams: { kinds: ['take-out'], qualities: STANDING, sign: -1 },
  /** Fetched, or moved to another container or stream; what came by a transfer counts against what left by one. */
  movedOutGrams: { kinds: ['collection', 'transfer'], qualities: STANDING, sign: -1 },
} as const satisfies Record<string, FigureRule>;
export type Figure = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as Figure[];

/** A figure of some streams only. */
export interface FlowRule extends FigureRule {
  streams: readonly WasteStream[];
}

const { grams: PUT, takenOutGrams: TAKEN } = FIGURES;

/**
 * Where kilos came from and went, for those who follow a station: each stands for itself, and none is ever taken off another.
 * Together the delivered ones are `grams`, and the taken ones `takenOutGrams`.
 */
export const FLOWS = {
  deliveredToReuseGrams: { ...PUT, streams: ['reuse'] },
  deliveredToRecyclingGrams: { ...PUT, streams: ['recycling'] },
  deliveredAsResidualGrams: { ...PUT, streams: ['residual'] },
  deliveredAsHazardousGrams: { ...PUT, streams: ['hazardous'] },
  takenOutForReuseGrams: { ...TAKEN, streams: ['reuse'] },
  takenOutOfOthersGrams: { ...TAKEN, streams: ['recycling', 'residual', 'hazardous'] },
  /** Moved into containers for residual waste: what was left for something better and became waste. */
  becameWasteGrams: { kinds: ['transfer'], qualities: STANDING, sign: 1, streams: ['residual'] },
} as const satisfies Record<string, FlowRule>;
export type Flow = keyof typeof FLOWS;
export const FLOW_NAMES = Object.keys(FLOWS) as Flow[];
