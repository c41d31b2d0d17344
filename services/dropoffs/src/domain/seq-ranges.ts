/** A set of seqs as PostgreSQL writes an `int8multirange`: `{[1,61),[70,71)}`. */
export type SeqRanges = string;

/** @param seqs in any order, any of them more than once */
export function rangesOf(seqs: Iterable<number>): SeqRanges {
  const parts: [from: number, until: number][] = [];
  for (const seq of [...seqs].sort((one, other) => one - other)) {
    const last = parts.at(-1);
    if (last && seq <= last[1]) last[1] = seq + 1;
    else parts.push([seq, seq + 1]);
  }
  return `{${parts.map(([from, until]) => `[${from},${until})`).join()}}`;
}

/** @returns every seq of the set */
export function seqsOf(ranges: SeqRanges): Set<number> {
  const seqs = new Set<number>();
  for (const [, from, until] of ranges.matchAll(/\[(-?\d+),(-?\d+)\)/g)) {
    for (let seq = Number(from); seq < Number(until); seq += 1) seqs.add(seq);
  }
  return seqs;
}
