/** What is known of a door of another make, put together from its words and its contact sensor's. */
export interface KnownPosition {
  bolt?: 'locked' | 'unlocked' | 'moving' | 'jammed' | 'unknown';
  open?: boolean;
}

/** As a door's live state says it; undefined is unknown. */
export interface Position {
  locked?: boolean;
  open?: boolean;
  jammed?: boolean;
}

/**
 * A relay that has let go says nothing of the bolt: it is locked only if the leaf is known to be closed; a bolt that is measured
 * speaks for itself.
 */
export function positionOf({ bolt, open }: KnownPosition, boltIs: 'measured' | 'relay'): Position {
  const isShut = boltIs === 'measured' || open === false;
  const locked = bolt === 'unlocked' ? false : bolt === 'locked' && isShut ? true : undefined;
  const jammed = bolt === undefined || bolt === 'unknown' ? undefined : bolt === 'jammed';
  return { locked, open, jammed };
}

/** What a position tells that the one before didn't; null when nothing. */
export function newsOf(before: Position, now: Position): Pick<Position, 'locked' | 'open'> | null {
  const locked = now.locked === before.locked ? undefined : now.locked;
  const open = now.open === before.open ? undefined : now.open;
  return locked === undefined && open === undefined ? null : { locked, open };
}
