/**
 * The messages of the native MQTT dialect as a device writes and reads them. Written for themselves, from the public
 * description, and not taken from the codecs that read them: so a mistake in one is noticed by the other.
 */
export type NativeChannel = 'readings' | 'ack' | 'command' | 'result' | 'state' | 'online';

/** Largest payload of a message, in bytes. */
export const MAX_PAYLOAD_BYTES = 16 * 1024;

/** @returns `selvbetjent/v1/<station>/<device>/<channel>`. */
export function nativeTopic(stationId: string, deviceId: string, channel: NativeChannel): string {
  return `selvbetjent/v1/${stationId}/${deviceId}/${channel}`;
}

/** Untared grams, may be negative; `at` by the device's clock. */
export interface NativeReading {
  seq: number;
  at: string;
  grams: number;
  status: 'ok' | 'overload' | 'underload' | 'fault';
  temperature?: number;
  tareEpoch?: number;
}

export interface NativeReadings {
  boot: string;
  sentAt?: string;
  readings: NativeReading[];
}

/** `seq`: all up to it are committed. `resend`: these are missing. */
export interface NativeAck {
  boot: string;
  seq?: number;
  resend?: number[];
}

export interface NativeCommand {
  id: string;
  action: 'unlock';
  nonce: string;
  nonceAgeMs: number;
  ttlMs: number;
  holdSeconds: number;
}

export type NativeResultKind = 'unlocked' | 'jammed' | 'expired' | 'busy' | 'refused' | 'fault';

export interface NativeResult {
  id: string;
  result: NativeResultKind;
  at: string;
  sentAt?: string;
  nonce?: string;
}

/** A change of the door, numbered from 1 within its boot without gaps; kept until it is acknowledged. */
export interface NativeChange {
  seq: number;
  at: string;
  open: boolean;
  locked: boolean;
  commandId?: string;
}

/** `seq` numbers the messages of a boot; the changes have numbers of their own. */
export interface NativeState {
  boot: string;
  seq: number;
  at: string;
  sentAt?: string;
  locked?: boolean;
  open?: boolean;
  nonce?: string;
  battery?: number;
  firmware?: string;
  historical?: true;
  changes?: NativeChange[];
}

export interface NativeOnline {
  boot: string;
  online: boolean;
}
