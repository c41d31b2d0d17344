import type { Decoded } from './decoded';

/** The largest MQTT payload that is read, of any dialect, in bytes. */
export const MAX_PAYLOAD_BYTES = 16 * 1024;
/** Ids, boots and nonces: printable ASCII, so that they are safe in a database, a log and a topic. */
const TOKEN = /^[\x21-\x7e]{1,128}$/;
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const END_OF_YEAR_9999 = Date.UTC(10_000, 0, 1) - 1;

/** Thrown inside this library only; `decodeJson` turns it into a reason. */
export class Unreadable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/**
 * Reads a JSON object of at most `maxBytes` with `read`.
 * Reasons: `too_large`, `not_json`, `not_an_object`, `bad_<field>`.
 */
export function decodeJson<T>(payload: Uint8Array, maxBytes: number, read: (fields: Fields) => T): Decoded<T> {
  try {
    if (payload.byteLength > maxBytes) throw new Unreadable('too_large');
    return { ok: true, message: read(fieldsOf(parseJson(payload))) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.reason };
    throw error;
  }
}

/** @throws Unreadable `not_an_object` */
export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable('not_an_object');
  return new Fields(value as Record<string, unknown>);
}

/** The typed fields of one JSON object. `null` counts as absent. What is required but missing or wrong is `Unreadable`. */
export class Fields {
  constructor(private readonly source: Record<string, unknown>) {}

  /** The value as it came, undefined when absent. */
  raw(name: string): unknown {
    return Object.hasOwn(this.source, name) ? (this.source[name] ?? undefined) : undefined;
  }

  object(name: string): Fields {
    return this.required(name, (value) => (isObject(value) ? new Fields(value) : undefined));
  }

  optionalObject(name: string): Fields | undefined {
    return this.raw(name) === undefined ? undefined : this.object(name);
  }

  list(name: string): unknown[] {
    return this.required(name, (value) => (Array.isArray(value) ? value : undefined));
  }

  token(name: string): string {
    return this.required(name, asToken);
  }

  optionalToken(name: string): string | undefined {
    return this.optional(name, asToken);
  }

  integer(name: string, min: number, max: number): number {
    return this.required(name, (value) => asInteger(value, min, max));
  }

  optionalInteger(name: string, min: number, max: number): number | undefined {
    return this.optional(name, (value) => asInteger(value, min, max));
  }

  number(name: string): number {
    return this.required(name, asNumber);
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.optional(name, (value) => (typeof value === 'boolean' ? value : undefined));
  }

  oneOf<V extends string>(name: string, values: readonly V[]): V {
    return this.required(name, (value) => values.find((known) => known === value));
  }

  instant(name: string): Date {
    return this.required(name, asInstant);
  }

  optionalInstant(name: string): Date | undefined {
    return this.optional(name, asInstant);
  }

  /** For what only decorates a message: a wrong value counts as absent. */
  lenient<V>(read: (fields: Fields) => V | undefined): V | null {
    try {
      return read(this) ?? null;
    } catch (error) {
      if (error instanceof Unreadable) return null;
      throw error;
    }
  }

  private optional<V>(name: string, read: (value: unknown) => V | undefined): V | undefined {
    return this.raw(name) === undefined ? undefined : this.required(name, read);
  }

  private required<V>(name: string, read: (value: unknown) => V | undefined): V {
    const value = read(this.raw(name));
    if (value === undefined) throw new Unreadable(`bad_${name}`);
    return value;
  }
}

/** @throws Unreadable `not_json` */
export function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    throw new Unreadable('not_json');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asToken(value: unknown): string | undefined {
  return typeof value === 'string' && TOKEN.test(value) ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function asInteger(value: unknown, min: number, max: number): number | undefined {
  const isWithin = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
  return isWithin ? value + 0 : undefined;
}

/** ISO-8601 with offset or Z, or epoch milliseconds. */
function asInstant(value: unknown): Date | undefined {
  const epochMs = typeof value === 'string' ? epochMsOf(value) : asInteger(value, 0, END_OF_YEAR_9999);
  return epochMs === undefined ? undefined : new Date(epochMs);
}

function epochMsOf(text: string): number | undefined {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  if (!year || !month || !day || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const epochMs = Date.parse(text);
  return epochMs >= 0 && epochMs <= END_OF_YEAR_9999 ? epochMs : undefined;
}

/** `Date.parse` reads 30 February as 2 March. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
