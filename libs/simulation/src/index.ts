export * from './corpus/corpus-case';
export { readRecording, writeRecording } from './corpus/recording';
export { corpus, corpusCase, FAMILIES } from './corpus/families';
export type { Family } from './corpus/family';
export type { DeviceChannel, DeviceLinkHandlers, DeviceLinkOptions, TrafficMessage } from './device-link';
export {
  type DeviceLog,
  type DeviceMemory,
  fileLog,
  fileMemory,
  type UnacknowledgedBoot,
  volatileLog,
  volatileMemory,
} from './device-memory';
export type { DoorFaults } from './door-faults';
export type { Actuation, DoorRecordState } from './door-record';
export { linkForeignDoor, type LinkedForeignDoor } from './foreign-doors/foreign-door-link';
export type { ForeignMessage } from './foreign-doors/foreign-make';
export { FOREIGN_MAKES, type ForeignMakeName } from './foreign-doors/foreign-makes';
export * from './foreign-doors/simulated-foreign-door';
export type { ScaleLogLine } from './kept-readings';
export * from './native-dialect';
export * from './recorded-day';
export { SeededRandom } from './seeded-random';
export { type AirMessage, SimulatedAir, type Weather } from './simulated-air';
export * from './simulated-backend';
export * from './simulated-container';
export * from './simulated-door';
export * from './simulated-scale';
export { ManualEnvironment } from './manual-environment';
export { realTime, type SimulationEnvironment } from './simulation-environment';
export * from './tasmota-scale';
