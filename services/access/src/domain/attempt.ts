import { type AttemptState } from '@selvbetjent/contracts';

/** What became of a command; only `unlocked` is the door's own confirmation. */
export type DoorAnswer =
  | { answer: 'unlocked' }
  /** The door answered that it did not open. */
  | { answer: 'refused'; reason: 'expired' | 'busy' | 'refused' | 'jammed' | 'fault' }
  /** Surely nothing reached the door. */
  | { answer: 'not_sent'; reason: 'device_offline' | 'device_busy' | 'rate_limited' | 'too_late' }
  /** It was sent, and nobody knows what happened. */
  | { answer: 'unknown'; reason: 'no_answer' };

/** The state that an attempt ends its command in. */
export function stateAfter(answer: DoorAnswer): { state: AttemptState; reason: string | null } {
  switch (answer.answer) {
    case 'unlocked':
      return { state: 'unlocked', reason: null };
    case 'refused':
      return { state: answer.reason === 'expired' ? 'expired' : 'failed', reason: answer.reason };
    case 'not_sent':
      return { state: 'failed', reason: answer.reason };
    case 'unknown':
      return { state: 'unknown', reason: answer.reason };
  }
}

/** After these nothing is moving at the door, and a repeated request may be decided afresh. */
const REPEATABLE_REASONS = ['expired', 'busy', 'refused', 'device_offline', 'device_busy', 'rate_limited', 'too_late'];

/** What to do with a request id that has been seen before. */
export type Repeat = 'recorded' | 'afresh' | 'wait';

/**
 * A repeated request id: what was opened, denied or is unknown stays as recorded; where surely nothing opened it is decided
 * afresh; while the first runs, the second waits for it.
 */
export function repeatOf(state: AttemptState, reason: string | null): Repeat {
  switch (state) {
    case 'requested':
    case 'granted':
    case 'sent':
      return 'wait';
    case 'expired':
    case 'failed':
      return REPEATABLE_REASONS.includes(reason ?? '') ? 'afresh' : 'recorded';
    case 'denied':
    case 'unlocked':
    case 'opened':
    case 'closed':
    case 'unknown':
      return 'recorded';
  }
}
