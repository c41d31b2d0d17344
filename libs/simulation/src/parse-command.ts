import type { NativeCommand } from './native-dialect';

export type ParsedCommand =
  | { kind: 'command'; command: NativeCommand }
  /** It has an id, so it gets an answer. */
  | { kind: 'invalid'; id: string }
  | { kind: 'unreadable' };

const MAX_NONCE_AGE_MS = 25_000;
const MAX_TTL_MS = 5_000;
const MAX_HOLD_SECONDS = 3_600;

/** A door does nothing on a command that it does not understand completely. */
export function parseCommand(payload: string): ParsedCommand {
  const body = jsonObject(payload);
  const id = body?.['id'];
  if (!body || typeof id !== 'string' || id === '') return { kind: 'unreadable' };
  const { action, nonce, nonceAgeMs, ttlMs, holdSeconds } = body;
  const isValid =
    action === 'unlock' &&
    typeof nonce === 'string' &&
    isWithin(nonceAgeMs, 0, MAX_NONCE_AGE_MS) &&
    isWithin(ttlMs, 1, MAX_TTL_MS) &&
    isWithin(holdSeconds, 1, MAX_HOLD_SECONDS);
  if (!isValid) return { kind: 'invalid', id };
  return { kind: 'command', command: { id, action, nonce, nonceAgeMs, ttlMs, holdSeconds } };
}

export function jsonObject(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}
