import { Inject, Injectable, Logger } from '@nestjs/common';
import { type DoorResult, type DoorState } from '@selvbetjent/devices';
import { AttemptStore } from './attempt.store';
import { type Settled } from './door-boot.store';
import { DoorStore } from './door.store';
import { MqttDoor } from './doors/mqtt-door';
import { RecordDoorChanges } from './record-door-changes';
import { StationStore } from './station.store';

const NOTHING_SETTLED: Settled = { seq: 0, missing: [] };

export interface HeardState {
  stationId: string;
  deviceId: string;
  state: DoorState;
  receivedAt: Date;
  correct: (at: Date) => Date;
}

/** What a door said, to where it belongs: its live state, its changes, an attempt that waits for a result. */
@Injectable()
export class HearDoor {
  private readonly logger = new Logger(HearDoor.name);

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(DoorStore) private readonly doors: DoorStore,
    @Inject(RecordDoorChanges) private readonly recordDoorChanges: RecordDoorChanges,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(MqttDoor) private readonly mqttDoor: MqttDoor,
  ) {}

  /** @returns what the door may forget once its changes are committed, or null when it isn't one of ours. */
  async state({ stationId, deviceId, state, receivedAt, correct }: HeardState): Promise<Settled | null> {
    const place = await this.stations.findDoor(deviceId);
    if (place?.station.stationId !== stationId) {
      this.logger.warn(`An unknown door speaks: ${stationId}/${deviceId}`);
      return null;
    }
    if (!state.historical) await this.doors.keepState({ doorId: deviceId, stationId }, state, receivedAt);
    const { boot, changes, rejected } = state;
    if (changes.length + rejected.length === 0) return NOTHING_SETTLED;
    const isComplete = carriesAllKept(state);
    return this.recordDoorChanges.execute({ place, boot, changes, rejected, isComplete, correct, receivedAt });
  }

  online(doorId: string, online: boolean): Promise<void> {
    return this.doors.keepOnline(doorId, online);
  }

  /** Answers the attempt that waits for this result. @returns false when none does. */
  result(doorId: string, result: DoorResult): boolean {
    return this.mqttDoor.settle(doorId, result);
  }

  /** A result that nobody waits for any more is noted on its attempt; the resident was told before. */
  lateResult(doorId: string, result: DoorResult): Promise<void> {
    return this.attempts.noteLateResult(doorId, result);
  }
}

/** A live message that is newer than its changes carries all that the door still keeps; a batch of history may be any part. */
function carriesAllKept({ historical, seq, changes, rejected }: DoorState): boolean {
  return !historical && seq !== null && [...changes, ...rejected].every((change) => change.seq < seq);
}
