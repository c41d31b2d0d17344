import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type ForeignMessage, type ForeignScaleDialect } from './scale-dialects';
import { type ScaleSettings } from './scale-settings';
import { SparkplugBirths } from './sparkplug-births';

/** A payload as somebody met it in the field, with its source. */
export interface CorpusPayload {
  id: string;
  topic: string;
  encoding: 'utf8' | 'base64';
  payload: string;
}

export const RECEIVED_AT = new Date('2026-11-20T10:00:00.000Z');

/** The build carries no fixtures. */
const SOURCES = __dirname.replace(`${sep}dist${sep}`, sep);
const FILE = join(SOURCES, 'fixtures/scale-payloads.json');
export const CORPUS = (JSON.parse(readFileSync(FILE, 'utf8')) as { payloads: CorpusPayload[] }).payloads;

export function bytesOf({ encoding, payload }: CorpusPayload): Uint8Array {
  return Buffer.from(payload, encoding);
}

export function messageOf(payload: Uint8Array | string, topic = 't', births = new SparkplugBirths()): ForeignMessage {
  return { topic, payload: Buffer.from(payload), receivedAt: RECEIVED_AT, births };
}

/** How a registry would list a scale that sends this. */
export const LISTED: Record<string, { dialect: ForeignScaleDialect; settings: ScaleSettings }> = {
  'tasmota-hx711-1': { dialect: 'tasmota-hx711', settings: {} },
  'tasmota-hx711-status10': { dialect: 'tasmota-hx711', settings: {} },
  'tasmota-hx711-res0': { dialect: 'tasmota-hx711', settings: {} },
  'tasmota-miscale-2': { dialect: 'tasmota-mi-scale', settings: { address: '70:87:9E:56:8C:44' } },
  'omg-nounit-kg': { dialect: 'theengs', settings: { unit: 'kg' } },
  'omg-noweight': { dialect: 'theengs', settings: {} },
  'theengs-kg-object': { dialect: 'theengs', settings: {} },
  'theengs-kg-person': { dialect: 'theengs', settings: {} },
  'theengs-skale-pos': { dialect: 'theengs', settings: {} },
  'miscale-py': { dialect: 'xiaomi-mi-scale', settings: {} },
  'esphome-hx711-default-acc': { dialect: 'esphome', settings: { unit: 'kg' } },
  'ha-discovery-weight': { dialect: 'json', settings: { field: 'weight_kg', unit: 'kg' } },
  'hiveeyes-data': { dialect: 'json', settings: { field: 'weight', unit: 'kg' } },
  'homie-properties': { dialect: 'esphome', settings: { unit: 'kg' } },
  'decentlab-kl66-ttn': { dialect: 'decentlab-kl66', settings: {} },
  'ttn-undecoded': { dialect: 'ttn-v3', settings: {} },
  'beep-weight-kg': { dialect: 'json', settings: { field: 'weight_kg', unit: 'kg' } },
  'sparkplug-ddata-name': { dialect: 'sparkplug-b', settings: {} },
  'senml-kg': { dialect: 'senml', settings: {} },
  'mtsics-stable': { dialect: 'mt-sics', settings: {} },
  'mtsics-negative': { dialect: 'mt-sics', settings: {} },
  'mtsics-overload': { dialect: 'mt-sics', settings: {} },
  'and-ad4404-net': { dialect: 'a-and-d', settings: {} },
  'and-ekl-overload': { dialect: 'a-and-d', settings: {} },
  'dini-standard': { dialect: 'dini-argeo', settings: {} },
  'generic-st': { dialect: 'a-and-d', settings: {} },
  'generic-dialect-conflict': { dialect: 'a-and-d', settings: {} },
  'z2m-feeder': { dialect: 'json', settings: { field: 'weight', unit: 'g' } },
};
