const KEPT_BYTES = 16_384;
/** Keys of LoRaWAN, which the platform's words for secrets don't cover. */
const RADIO_KEY = /("(?:app|nwk|root|[fs]nwk)_?s?(?:int|enc)?_?key"\s*:\s*)"[^"]*"/gi;
/** Reasons that speak of a person on the scale: then no number is kept. */
const OF_PERSONS = 'person';

export interface KeepablePayload {
  payload: Buffer;
  /** Nothing was cut or taken out. */
  whole: boolean;
}

/**
 * What of an unusable payload may be kept: at most 16 KiB, without secrets and personal numbers, and of persons nothing.
 * Bytes that aren't UTF-8 are kept as they are.
 */
export function keepablePayload(
  payload: Uint8Array,
  reason: string,
  redact: (text: string) => string,
): KeepablePayload {
  if (reason.startsWith(OF_PERSONS)) return { payload: Buffer.alloc(0), whole: false };
  const cut = Buffer.from(payload.subarray(0, KEPT_BYTES));
  const text = cut.toString('utf8');
  if (!Buffer.from(text).equals(cut)) return { payload: cut, whole: cut.length === payload.length };
  const kept = redact(text.replace(RADIO_KEY, '$1"[redacted]"'));
  return { payload: Buffer.from(kept), whole: kept === text && cut.length === payload.length };
}
