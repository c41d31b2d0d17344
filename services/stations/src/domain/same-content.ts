import { isDeepStrictEqual } from 'node:util';

/** Compares as JSON does: classes and absent fields make no difference, so what was stored equals what was just read. */
export function sameContent(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
