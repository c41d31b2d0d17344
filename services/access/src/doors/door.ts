import { type DoorAnswer } from '../domain/attempt';

/** One command for one door; `deadlineMs` is by the monotonic clock. */
export interface DoorCommand {
  commandId: string;
  stationId: string;
  doorId: string;
  deadlineMs: number;
}

/** A dialect's way of unlocking. Resolves before the deadline, with the truth as far as it is known; never rejects. */
export abstract class DoorDriver {
  abstract unlock(command: DoorCommand): Promise<DoorAnswer>;
}
