import { type Certainty, type DoorPromises } from '@selvbetjent/devices';
import { type DoorView } from './access';
import { type ScaleDeviceView, type ScaleListening } from './scale-devices';

/** A scale, and what the word of its make is worth. */
export type RegisteredScaleView = ScaleDeviceView & { certainty: Certainty };

/** A door, and what its make can promise; null while its make isn't known. */
export type RegisteredDoorView = DoorView & { promises: DoorPromises | null };

/** What `GET /api/devices` answers. */
export interface DeviceRegistry {
  scales: RegisteredScaleView[];
  /** Null while `access` doesn't answer. */
  doors: RegisteredDoorView[] | null;
  /** How the part that listens to scales is doing; null before it first did. */
  listening: ScaleListening | null;
}
