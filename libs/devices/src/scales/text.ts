import { Unreadable } from '../fields';

const NUMBER = /^[+-]? {0,12}\d{1,15}(?:\.\d{0,15})?(?:[eE][+-]?\d{1,3})?$/;

/** @throws Unreadable `not_text` for bytes that are no UTF-8 */
export function textOf(payload: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    throw new Unreadable('not_text');
  }
}

/** A bridge may hand on several lines of a serial port at once: the last one is the newest. */
export function lastLine(payload: Uint8Array): string {
  const lines = textOf(payload).split(/\r\n|\r|\n/);
  const last = lines.findLast((line) => line.trim() !== '');
  if (last === undefined) throw new Unreadable('empty');
  return last;
}

/** A decimal number and nothing else; between sign and digits there may be spaces. Undefined for anything else. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 40 || !NUMBER.test(trimmed)) return undefined;
  const value = Number(trimmed.replaceAll(' ', ''));
  return Number.isFinite(value) ? value : undefined;
}

/** @throws Unreadable `bad_weight` */
export function numberOrUnreadable(text: string): number {
  const value = numberIn(text);
  if (value === undefined) throw new Unreadable('bad_weight');
  return value;
}

/** MAC addresses are written with and without colons, in either case. */
export function isSameAddress(one: unknown, other: string): boolean {
  return typeof one === 'string' && plainAddress(one) === plainAddress(other);
}

function plainAddress(address: string): string {
  return address.replace(/[:-]/g, '').toLowerCase();
}
