/** What decoding gives: the message, or why there is none. Decoders never throw. `reason` is stable and machine-readable. */
export type Decoded<T> = { ok: true; message: T } | { ok: false; reason: string };
