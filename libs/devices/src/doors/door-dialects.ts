import { ESPHOME_DOOR } from './door-esphome';
import { type DoorPromises, type DoorProtocol } from './door-protocol';
import { SHELLY_DOOR } from './door-shelly';
import { TASMOTA_DOOR } from './door-tasmota';
import { ZIGBEE2MQTT_DOOR } from './door-zigbee2mqtt';

/** Every make of door that we speak to beside our own. */
const PROTOCOLS = {
  tasmota: TASMOTA_DOOR,
  shelly: SHELLY_DOOR,
  esphome: ESPHOME_DOOR,
  zigbee2mqtt: ZIGBEE2MQTT_DOOR,
} satisfies Record<string, DoorProtocol>;

export type ForeignDoorDialect = keyof typeof PROTOCOLS;
export const FOREIGN_DOOR_DIALECTS = Object.keys(PROTOCOLS) as ForeignDoorDialect[];

const NATIVE: DoorPromises = {
  lateCommandsDie: true,
  answersByCommand: true,
  saysNo: true,
  boltIs: 'measured',
  relocks: 'checked',
  keepsChanges: true,
  knowsLeaf: true,
};

export function protocolOf(dialect: ForeignDoorDialect): DoorProtocol {
  return PROTOCOLS[dialect];
}

/** What a dialect can promise, for those who choose a lock and those who look at one. */
export function promisesOf(dialect: ForeignDoorDialect | 'selvbetjent'): DoorPromises {
  return dialect === 'selvbetjent' ? NATIVE : PROTOCOLS[dialect].promises;
}
