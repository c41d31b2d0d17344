import { type DoorAnswer } from '../domain/attempt';
import { type OutOfReach } from '../domain/decide';

/** One command for one door; `deadlineMs` is by the monotonic clock. */
export interface DoorCommand {
  commandId: string;
  stationId: string;
  doorId: string;
  deadlineMs: number;
}

/** A dialect's way of unlocking. Resolves before the deadline, with the truth as far as it is known; never rejects. */
export abstract class DoorDriver {
  /** Not null when a command surely can't reach the door `now`; a driver that can't tell finds out when it sends. */
  outOfReach(_door: Pick<DoorCommand, 'stationId' | 'doorId'>, _now: Date): OutOfReach | null {
    return null;
  }

  abstract unlock(command: DoorCommand): Promise<DoorAnswer>;
}
