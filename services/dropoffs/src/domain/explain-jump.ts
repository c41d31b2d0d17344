import type { Carry, Distrust } from './carry';

/** From one load that the scale stood still at to the next. */
export interface Jump {
  fromGrams: number;
  toGrams: number;
  atMs: number;
  /** The scale shows loads in another manner than before, see `mannerOf`. */
  changesManner: boolean;
}

export type JumpKind = 'load' | 'emptying' | 'cell_lost' | 'unit_changed';

/** What a jump most likely is. `doubt` is set where it may well be something else. */
export interface Explanation {
  kind: JumpKind;
  doubt: string | null;
}

const EMPTYING_MIN_GRAMS = 20_000;
const EMPTYING_SHARE = 0.3;
/** Dirt, rain and what fell beside it: so near to the empty weight a container is empty. */
const NEAR_EMPTY_GRAMS = 5_000;
const NEAR_EMPTY_SHARE = 0.03;
/** Nobody carries out more in one visit. */
const LARGEST_TAKE_OUT_GRAMS = 150_000;
/** One cell of four carries about a quarter of the load. Smaller falls are take-outs. */
const CELL_MIN_GRAMS = 40_000;
const CELL_SHARE = 0.13;
const CELL_LARGEST_SHARE = 0.6;
const LARGEST_UNIT_SLIP_GRAMS = 150_000;
const SMALLEST_UNIT_GRAMS = 20_000;

/** Tells the loads that people bring and take from emptyings and failures of the scale. */
export function explainJump({ fromGrams, toGrams, changesManner }: Jump, carry: Carry): Explanation {
  if (changesManner && isUnitChange(fromGrams, toGrams)) return { kind: 'unit_changed', doubt: 'unit_changed' };
  const fall = fromGrams - toGrams;
  const empty = carry.emptyGrams ?? 0;
  const isLarge = fall >= Math.max(EMPTYING_MIN_GRAMS, EMPTYING_SHARE * (fromGrams - empty));
  const isNearEmpty = Math.abs(toGrams - empty) <= Math.max(NEAR_EMPTY_GRAMS, NEAR_EMPTY_SHARE * fall);
  if (isLarge && isNearEmpty) return { kind: 'emptying', doubt: null };
  if (mayBeCell(fromGrams, fall)) return { kind: 'cell_lost', doubt: 'cell_lost' };
  if (fall <= LARGEST_TAKE_OUT_GRAMS) return { kind: 'load', doubt: null };
  return { kind: 'emptying', doubt: carry.emptyGrams === null ? 'empty_weight_unknown' : 'not_near_empty_weight' };
}

/** @returns whether and why the scale is trusted after the jump. */
export function distrustAfter(jump: Jump, { kind, doubt }: Explanation, distrust: Distrust | null): Distrust | null {
  if (distrust && isReversal(jump, distrust)) return null;
  if (kind === 'emptying') return doubt ? distrust : null;
  if (kind === 'load' || distrust) return distrust;
  return { reason: kind, sinceMs: jump.atMs, fromGrams: jump.fromGrams, toGrams: jump.toGrams };
}

/** @returns the same after a jump that can't be explained, because the scale restarted or was zeroed. Only who zeroes a scale has looked at it. */
export function distrustAfterBreak(
  jump: Jump,
  broken: 'tare_changed' | 'rebooted',
  distrust: Distrust | null,
): Distrust | null {
  return broken === 'tare_changed' || (distrust && isReversal(jump, distrust)) ? null : distrust;
}

/** A scale that suddenly says kilograms where it said grams, or the other way round. */
function isUnitChange(fromGrams: number, toGrams: number): boolean {
  return isThousandth(toGrams, fromGrams) || isThousandth(fromGrams, toGrams);
}

function isThousandth(small: number, large: number): boolean {
  if (Math.abs(large) < SMALLEST_UNIT_GRAMS || Math.abs(small) > Math.abs(large) / 100) return false;
  return Math.abs(small * 1_000 - large) <= Math.min(LARGEST_UNIT_SLIP_GRAMS, Math.abs(large) / 2);
}

function mayBeCell(fromGrams: number, fall: number): boolean {
  const load = Math.abs(fromGrams);
  return fall >= CELL_MIN_GRAMS && fall >= CELL_SHARE * load && fall <= CELL_LARGEST_SHARE * load;
}

function isReversal({ fromGrams, toGrams }: Jump, distrust: Distrust): boolean {
  const [fell, rose] = [distrust.toGrams - distrust.fromGrams, toGrams - fromGrams];
  return Math.sign(fell) !== Math.sign(rose) && Math.abs(fell + rose) <= 0.35 * Math.abs(fell);
}
