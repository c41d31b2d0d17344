import { decodeAAndD } from './a-and-d';
import { decodeBthome } from './bthome';
import { decodeDecentlab } from './decentlab';
import { decodeDiniArgeo } from './dini-argeo';
import { decodeEsphome } from './esphome';
import { decodeJsonWeight } from './json-weight';
import { decodeChirpstack, decodeTtn } from './lorawan';
import { decodeTasmotaMiScale, decodeXiaomiMiScale } from './mi-scale';
import { decodeMtSics } from './mt-sics';
import { type ScaleSettings } from './scale-settings';
import { decodeSenml } from './senml';
import { decodeSparkplugB } from './sparkplug-b';
import { type SparkplugBirths } from './sparkplug-births';
import { decodeTasmotaHx711 } from './tasmota-hx711';
import { decodeTheengs } from './theengs';
import { type DecodedWeight } from './weight';

/** A message of a scale of another make, with what is needed to read it. */
export interface ForeignMessage {
  topic: string;
  payload: Uint8Array;
  receivedAt: Date;
  births: SparkplugBirths;
}

/** What the words of a dialect are worth beside the native one's. */
export interface Certainty {
  /** `edge`: it numbers nothing; we do, in the order of arrival. What is lost on the way is never noticed, and never asked for. */
  identity: 'device' | 'edge';
  /** Whose clock tells when a weight was taken. `arrival`: none that can be trusted, so a message that waited is dated too late. */
  clock: 'device' | 'network' | 'arrival';
  /** Whether it tells the weight before its own tare, so that a tare isn't taken for a load. */
  untared: 'always' | 'sometimes' | 'never';
  /** Whether it keeps weights until they are acknowledged, and sends them again. */
  resend: boolean;
  /** Whether it says that the load rests. */
  stable: 'always' | 'sometimes' | 'never';
  /** Whether it says its unit; else the registry must. */
  unit: 'device' | 'sometimes' | 'registry';
  /** Such a scale weighs people too: what can't be read of it must not be kept. */
  mayTellOfPeople: boolean;
  /** After how long without a word something is wrong. */
  silentAfterMs: number;
}

interface Dialect {
  decode: (message: ForeignMessage, settings: ScaleSettings) => DecodedWeight;
  certainty: Certainty;
  /** Settings that a scale of this dialect can't be read without. */
  needs: readonly (keyof ScaleSettings)[];
}

const MINUTE_MS = 60_000;
/** Two of Tasmota's five minutes and a little; sensors on LoRaWAN and Bluetooth speak less often. */
const SILENT_AFTER_MS = 11 * MINUTE_MS;
const RARELY_HEARD_MS = 65 * MINUTE_MS;

const BARE: Certainty = {
  identity: 'edge',
  clock: 'arrival',
  untared: 'never',
  resend: false,
  stable: 'never',
  unit: 'registry',
  mayTellOfPeople: false,
  silentAfterMs: SILENT_AFTER_MS,
};

/** Every make of scale that we read beside our own: its codec, what its word is worth, and what it needs of the registry. */
const DIALECTS = {
  'tasmota-hx711': {
    decode: ({ payload }, settings) => decodeTasmotaHx711(payload, settings),
    certainty: { ...BARE, untared: 'sometimes', unit: 'device' },
    needs: [],
  },
  'tasmota-mi-scale': {
    decode: ({ payload }, settings) => decodeTasmotaMiScale(payload, settings),
    certainty: { ...BARE, stable: 'always', unit: 'device', mayTellOfPeople: true, silentAfterMs: RARELY_HEARD_MS },
    needs: [],
  },
  'xiaomi-mi-scale': {
    decode: ({ payload }, settings) => decodeXiaomiMiScale(payload, settings),
    certainty: { ...BARE, stable: 'always', unit: 'device', mayTellOfPeople: true, silentAfterMs: RARELY_HEARD_MS },
    needs: [],
  },
  esphome: {
    decode: ({ payload }, settings) => decodeEsphome(payload, settings),
    certainty: BARE,
    needs: ['unit'],
  },
  json: {
    decode: ({ payload }, settings) => decodeJsonWeight(payload, settings),
    certainty: { ...BARE, unit: 'sometimes' },
    needs: ['field'],
  },
  theengs: {
    decode: ({ payload }, settings) => decodeTheengs(payload, settings),
    certainty: { ...BARE, unit: 'sometimes', mayTellOfPeople: true, silentAfterMs: RARELY_HEARD_MS },
    needs: [],
  },
  bthome: {
    decode: ({ payload }, settings) => decodeBthome(payload, settings),
    certainty: { ...BARE, unit: 'device' },
    needs: [],
  },
  'sparkplug-b': {
    decode: (message, settings) => decodeSparkplugB(message, settings),
    certainty: { ...BARE, clock: 'device', untared: 'sometimes', stable: 'sometimes', unit: 'sometimes' },
    needs: [],
  },
  senml: {
    decode: ({ payload, receivedAt }, settings) => decodeSenml(payload, settings, receivedAt),
    certainty: { ...BARE, clock: 'device', unit: 'device' },
    needs: [],
  },
  'ttn-v3': {
    decode: ({ payload }, settings) => decodeTtn(payload, settings),
    certainty: { ...BARE, clock: 'network', silentAfterMs: RARELY_HEARD_MS, unit: 'sometimes' },
    needs: [],
  },
  'chirpstack-v4': {
    decode: ({ payload }, settings) => decodeChirpstack(payload, settings),
    certainty: { ...BARE, clock: 'network', silentAfterMs: RARELY_HEARD_MS, unit: 'sometimes' },
    needs: [],
  },
  'decentlab-kl66': {
    decode: ({ payload }, settings) => decodeDecentlab(payload, settings),
    certainty: { ...BARE, clock: 'network', silentAfterMs: RARELY_HEARD_MS, untared: 'never', unit: 'device' },
    needs: [],
  },
  'mt-sics': {
    decode: ({ payload }, settings) => decodeMtSics(payload, settings),
    certainty: { ...BARE, stable: 'always', unit: 'device' },
    needs: [],
  },
  'a-and-d': {
    decode: ({ payload }, settings) => decodeAAndD(payload, settings),
    certainty: { ...BARE, untared: 'sometimes', stable: 'sometimes', unit: 'device' },
    needs: [],
  },
  'dini-argeo': {
    decode: ({ payload }, settings) => decodeDiniArgeo(payload, settings),
    certainty: { ...BARE, untared: 'sometimes', stable: 'always', unit: 'device' },
    needs: [],
  },
} satisfies Record<string, Dialect>;

export type ForeignScaleDialect = keyof typeof DIALECTS;
export const FOREIGN_SCALE_DIALECTS = Object.keys(DIALECTS) as ForeignScaleDialect[];

const NATIVE: Certainty = {
  identity: 'device',
  clock: 'device',
  untared: 'always',
  resend: true,
  stable: 'never',
  unit: 'device',
  mayTellOfPeople: false,
  silentAfterMs: 3 * MINUTE_MS,
};

/** Reads a message as a scale of that dialect and those settings would have meant it. Never throws. */
export function decodeWeight(
  dialect: ForeignScaleDialect,
  message: ForeignMessage,
  settings: ScaleSettings,
): DecodedWeight {
  return DIALECTS[dialect].decode(message, settings);
}

export function certaintyOf(dialect: ForeignScaleDialect | 'selvbetjent'): Certainty {
  return dialect === 'selvbetjent' ? NATIVE : DIALECTS[dialect].certainty;
}

/** The settings that such a scale can't be read without. */
export function neededSettings(dialect: ForeignScaleDialect): readonly (keyof ScaleSettings)[] {
  return DIALECTS[dialect].needs;
}
