import { type Reading, type ReadingsMessage } from '@selvbetjent/devices';

/** How the sender is known: by a native topic's station and device, as the scale of another make that the registry has there, or by a device's key. */
export type Sender = { stationId: string; deviceId: string } | { foreignId: string } | { deviceId: string };

export type IncomingReading = Reading & { untaredGrams?: number | null };

/** A decoded message of a scale. */
export interface IncomingReadings {
  sender: Sender;
  message: Omit<ReadingsMessage, 'readings'> & { readings: IncomingReading[] };
  /** Our clock, when it arrived. */
  receivedAt: Date;
}

export function deviceIdOf(sender: Sender): string {
  return 'foreignId' in sender ? sender.foreignId : sender.deviceId;
}
