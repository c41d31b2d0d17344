/** SQLSTATEs of transactions that PostgreSQL ended for the sake of others: serialization_failure, deadlock_detected. */
const ENDED_FOR_OTHERS = ['40001', '40P01'];
/** lock_not_available: another transaction held a lock for longer than we wait. */
const LOCKED_OUT = '55P03';

/** Whether the transaction was rolled back because of others alone: the same may be done again at once. */
export function wasEndedForOthers(error: unknown): boolean {
  return ENDED_FOR_OTHERS.includes(codeOf(error));
}

/**
 * Whether a failure comes of what others did in the database at the same moment, and so says nothing of the work. A statement that took too
 * long (57014) isn't one: that may be the work's own fault, each time.
 */
export function isContention(error: unknown): boolean {
  return wasEndedForOthers(error) || codeOf(error) === LOCKED_OUT;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}
