/** The last sequence number seen of each stream. */
export type Position = Record<string, number>;

/** @returns the position as the id of an event: `access:12,dropoffs:7`. */
export function positionText(position: Position): string {
  return Object.entries(position)
    .map(([stream, sequence]) => `${stream}:${sequence}`)
    .toSorted()
    .join(',');
}

/** @returns what of the text is a position; the rest, and strangers' ids, count for nothing. */
export function parsePosition(text: string): Position {
  const parts = [...text.matchAll(/(?:^|,)([a-z-]{1,40}):(\d{1,15})(?=,|$)/g)];
  return Object.fromEntries(parts.map(([, stream = '', sequence]) => [stream, Number(sequence)]));
}
