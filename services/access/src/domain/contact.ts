const MINUTE_MS = 60_000;
/** Stations are told again every hour; five minutes more for the telling. */
const LOST_MS = 65 * MINUTE_MS;
const EXPIRED_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * How much our copy of a station's hours is worth: `kept` is confirmed within the hour; `lost` is shown and alarmed, and still
 * obeyed; `expired`, after 7 days, opens nothing.
 */
export type Contact = 'kept' | 'lost' | 'expired';

/** @param contactAt when the copy was last confirmed by its owner */
export function contactAfter(contactAt: Date, now: Date): Contact {
  const silentMs = now.getTime() - contactAt.getTime();
  if (silentMs > EXPIRED_MS) return 'expired';
  return silentMs > LOST_MS ? 'lost' : 'kept';
}
