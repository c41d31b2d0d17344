/** Why something was denied or failed. `code` is stable and machine-readable, `message` is for people. */
export interface OutcomeReason {
  code: string;
  message: string;
  /** What the caller needs to act on it: a position in a text, the current version, warnings to confirm. */
  details?: Record<string, unknown>;
}

/** The one vocabulary of results. `denied` is a value: nothing went wrong, the answer is no. */
export type Outcome<T> =
  | { outcome: 'ok'; value: T }
  | { outcome: 'denied'; reason: OutcomeReason }
  | { outcome: 'temporary'; reason: OutcomeReason }
  | { outcome: 'permanent'; reason: OutcomeReason };

export function ok<T>(value: T): Outcome<T> {
  return { outcome: 'ok', value };
}

/** @param message for people: what happened and what to do */
export function denied(code: string, message: string, details?: Record<string, unknown>): Outcome<never> {
  return { outcome: 'denied', reason: { code, message, details } };
}

/** Trying the same again may help. */
export function temporary(code: string, message: string): Outcome<never> {
  return { outcome: 'temporary', reason: { code, message } };
}

/** A page was asked for after something that there isn't: an empty one would look like the end. */
export function unknownCursor(): Outcome<never> {
  return permanent('invalid_cursor', 'Siden som dette skulle følge etter, finnes ikke. Begynn på den første.');
}

/** Trying the same again cannot help. */
export function permanent(code: string, message: string): Outcome<never> {
  return { outcome: 'permanent', reason: { code, message } };
}
