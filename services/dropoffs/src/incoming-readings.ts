import { type Reading, type ReadingsMessage } from '@selvbetjent/devices';

/** How the sender is known: by a native topic's station and device, as the scale of another make that the registry has there, or by a device's key. */
export type Sender = { stationId: string; deviceId: string } | { foreignId: string } | { deviceId: string };

/** A reading with what only other makes tell: the weight before any tare, and their own word that the load rests. */
export type IncomingReading = Reading & { untaredGrams?: number | null; stable?: boolean | null };

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
