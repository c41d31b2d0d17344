/** One place in the sources. */
export interface Edit {
  /** From the repository's root. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  put: string;
}

/** A classic mistake, as a change of the sources that nobody ever commits. */
export interface PlantedBug {
  name: string;
  /** What somebody might have believed. */
  mistake: string;
  edits: readonly Edit[];
  /** The invariants of the nemesis of which at least one must break. */
  breaks: readonly string[];
  /** Options of the nemesis that make the mistake matter: it need not break on a quiet day. */
  options?: readonly string[];
  /** A spec that was seen to fail with the mistake in the tree, so it is a real one; null where none has been yet. */
  provedBy: string | null;
}
