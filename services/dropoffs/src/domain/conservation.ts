/** A weighing in the chain of a container's loads, and what the ledger's rows add up to. Integer grams. */
export interface ChainLink {
  weighingId: string;
  /** The load that the scale showed before; null while it isn't known. */
  fromGrams: number | null;
  toGrams: number | null;
  /** Σ of the weighing's own rows. */
  bookedGrams: number;
  /** Σ of the rows of what happened since, until the next visit began. */
  sinceGrams: number;
}

/** Grams that the loads changed by and the ledger doesn't have, or the other way round. */
export interface Breach {
  weighingId: string;
  missingGrams: number;
}

/**
 * Between two loads that the scale showed, visits, events and drift add up to their difference: W4.
 *
 * @param chain one container's weighings in the order of their visits
 * @returns where they don't; a load that isn't known begins the chain anew
 */
export function conservationBreaches(chain: readonly ChainLink[]): Breach[] {
  return chain.flatMap((link, index) => {
    const own = differenceOf(link.fromGrams, link.toGrams, link.bookedGrams);
    const next = differenceOf(link.toGrams, chain[index + 1]?.fromGrams ?? null, link.sinceGrams);
    const missingGrams = own + next;
    return own === 0 && next === 0 ? [] : [{ weighingId: link.weighingId, missingGrams }];
  });
}

function differenceOf(fromGrams: number | null, toGrams: number | null, bookedGrams: number): number {
  return fromGrams === null || toGrams === null ? 0 : toGrams - fromGrams - bookedGrams;
}
