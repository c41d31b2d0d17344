import { Inject, Injectable } from '@nestjs/common';
import { type DeviceTopic, type DoorResult, type DoorState, type Online } from '@selvbetjent/devices';
import { AttemptStore } from './attempt.store';
import { type Settled } from './door-boot.store';
import { DoorStore } from './door.store';
import { MqttDoor } from './doors/mqtt-door';
import { KnownDoors } from './known-doors';
import { RecordDoorChanges } from './record-door-changes';

const NOTHING_SETTLED: Settled = { seq: 0, missing: [] };

export interface HeardState {
  state: DoorState;
  receivedAt: Date;
  correct: (at: Date) => Date;
}

/** What a door said, to where it belongs: its live state, its changes, an attempt that waits for a result. */
@Injectable()
export class HearDoor {
  constructor(
    @Inject(KnownDoors) private readonly known: KnownDoors,
    @Inject(DoorStore) private readonly doors: DoorStore,
    @Inject(RecordDoorChanges) private readonly recordDoorChanges: RecordDoorChanges,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(MqttDoor) private readonly mqttDoor: MqttDoor,
  ) {}

  /** @returns what the door may forget once its changes are committed, or null when it isn't one of ours. */
  async state(topic: DeviceTopic, { state, receivedAt, correct }: HeardState): Promise<Settled | null> {
    const place = await this.known.speakingAt(topic);
    if (!place) return null;
    const { stationId, deviceId: doorId } = topic;
    if (!state.historical) await this.doors.keepState({ doorId, stationId }, state, receivedAt);
    const { boot, changes, rejected } = state;
    if (changes.length + rejected.length === 0) return NOTHING_SETTLED;
    const isComplete = carriesAllKept(state);
    const isLive = !state.historical;
    return this.recordDoorChanges.handle({
      ...{ place, boot, changes, rejected, isComplete, isLive },
      ...{ correct, receivedAt },
    });
  }

  async online(topic: DeviceTopic, said: Online): Promise<void> {
    if (await this.known.speakingAt(topic)) await this.doors.keepOnline(topic.deviceId, said);
  }

  /** Answers the attempt that waits for this result. @returns false when none does. */
  result(doorId: string, result: DoorResult): boolean {
    return this.mqttDoor.settle(doorId, result);
  }

  /** What the door's result leaves behind. One that nobody waited for is noted on its attempt; the resident was told before. */
  async afterResult(topic: DeviceTopic, result: DoorResult, isLate: boolean): Promise<void> {
    if (!(await this.known.speakingAt(topic))) return;
    if (result.result === 'jammed') await this.doors.keepJammed(topic.deviceId);
    if (isLate) await this.attempts.noteLateResult(topic.deviceId, result);
  }
}

/** A live message that is newer than its changes carries all that the door still keeps; a batch of history may be any part. */
function carriesAllKept({ historical, seq, changes, rejected }: DoorState): boolean {
  return !historical && seq !== null && [...changes, ...rejected].every((change) => change.seq < seq);
}
