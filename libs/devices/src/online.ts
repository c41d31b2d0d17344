import type { Decoded } from './decoded';
import { decodeJson, MAX_PAYLOAD_BYTES, Unreadable } from './fields';

/** Whether a device is connected; `false` is also its will. */
export interface Online {
  boot: string | null;
  online: boolean;
}

/** Decodes the native `online` channel. */
export function decodeOnline(payload: Uint8Array): Decoded<Online> {
  return decodeJson(payload, MAX_PAYLOAD_BYTES, (fields) => {
    const online = fields.optionalBoolean('online');
    if (online === undefined) throw new Unreadable('bad_online');
    return { boot: fields.lenient((it) => it.optionalToken('boot')), online };
  });
}
