export * from './ack';
export * from './decoded';
export * from './clock-offset';
export * from './door-result';
export * from './doors/door-dialects';
export type {
  Bolt,
  DoorMessage,
  DoorPromises,
  DoorProtocol,
  DoorVerdict,
  DoorWord,
  ListedDoor,
} from './doors/door-protocol';
export { readContact } from './doors/door-zigbee2mqtt';
export * from './door-state';
export type { RejectedElement } from './elements';
export * from './online';
export * from './readings';
export * from './scales/scale-dialects';
export * from './scales/scale-settings';
export * from './scales/scale-topics';
export { SparkplugBirths } from './scales/sparkplug-births';
export { rebirthOf, type SparkplugCommand } from './scales/sparkplug-rebirth';
export { MAX_GRAMS } from './scales/units';
export type { DecodedWeight, Weight } from './scales/weight';
export * from './topic';
export * from './unlock-command';
