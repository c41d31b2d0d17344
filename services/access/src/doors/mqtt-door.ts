import { Inject, Injectable } from '@nestjs/common';
import { type DoorResult, encodeUnlockCommand, topicOf } from '@selvbetjent/devices';
import { type DoorAnswer } from '../domain/attempt';
import { type OutOfReach } from '../domain/decide';
import { DeviceLink } from './device-link';
import { type DoorCommand, DoorDriver } from './door';
import { type FreshNonce, LiveDoors } from './live-doors';
import { Monotonic } from './monotonic';

const MAX_TTL_MS = 5_000;
/** Less than this left of the budget: nothing is sent. */
const MIN_LEFT_MS = 500;
/** The open door relocks by itself. */
const HOLD_SECONDS = 10;
/** A door says its nonce every 5 s; so long after connecting, silence may still be ours. */
const FIRST_WORD_MS = 6_000;

/** The native dialect: a command with the door's nonce that dies young, and the door's own result for that very command. */
@Injectable()
export class MqttDoor extends DoorDriver {
  private readonly waiting = new Map<string, { doorId: string; finish: (result: DoorResult | null) => void }>();

  constructor(
    @Inject(DeviceLink) private readonly link: Pick<DeviceLink, 'publish' | 'connectedAtMs'>,
    @Inject(LiveDoors) private readonly live: LiveDoors,
    @Inject(Monotonic) private readonly time: Monotonic,
  ) {
    super();
  }

  override outOfReach(door: Pick<DoorCommand, 'stationId' | 'doorId'>, now: Date): OutOfReach | null {
    const { connectedAtMs } = this.link;
    const isHeard = connectedAtMs !== null && this.live.freshNonce(door) !== null;
    const mayStillSpeak = connectedAtMs !== null && this.time.nowMs() < connectedAtMs + FIRST_WORD_MS;
    if (isHeard || mayStillSpeak) return null;
    const silentMs = this.live.silentMs(door);
    return { lastHeardAt: silentMs === null ? null : new Date(now.getTime() - silentMs) };
  }

  async unlock(command: DoorCommand): Promise<DoorAnswer> {
    const fresh = await this.nonceFor(command);
    if (!fresh) return { answer: 'not_sent', reason: 'device_offline' };
    const leftMs = command.deadlineMs - this.time.nowMs();
    if (leftMs < MIN_LEFT_MS) return { answer: 'not_sent', reason: 'too_late' };
    const result = this.resultOf(command, leftMs);
    const ttlMs = Math.floor(Math.min(leftMs, MAX_TTL_MS));
    const payload = encodeUnlockCommand({ id: command.commandId, ...fresh, ttlMs, holdSeconds: HOLD_SECONDS });
    if (!this.link.publish(topicOf(command.stationId, command.doorId, 'command'), payload, ttlMs)) {
      this.waiting.get(command.commandId)?.finish(null);
      return { answer: 'not_sent', reason: 'device_offline' };
    }
    return answerOf(await result);
  }

  /** Only the door that the command was for can confirm it. @returns false when no command of this process waits for it. */
  settle(doorId: string, result: DoorResult): boolean {
    const command = this.waiting.get(result.id);
    if (command?.doorId !== doorId) return false;
    command.finish(result);
    return true;
  }

  private async nonceFor(command: DoorCommand): Promise<FreshNonce | null> {
    const fresh = this.live.freshNonce(command);
    const connectedAtMs = this.link.connectedAtMs;
    if (fresh || connectedAtMs === null) return fresh;
    const untilMs = Math.min(connectedAtMs + FIRST_WORD_MS, command.deadlineMs - MIN_LEFT_MS);
    await this.live.nextWord(command, untilMs - this.time.nowMs());
    return this.live.freshNonce(command);
  }

  private resultOf({ commandId, doorId }: DoorCommand, maxMs: number): Promise<DoorResult | null> {
    return new Promise((resolve) => {
      const finish = (result: DoorResult | null): void => {
        cancel();
        this.waiting.delete(commandId);
        resolve(result);
      };
      const cancel = this.time.after(maxMs, () => finish(null));
      this.waiting.set(commandId, { doorId, finish });
    });
  }
}

function answerOf(result: DoorResult | null): DoorAnswer {
  if (!result) return { answer: 'unknown', reason: 'no_answer' };
  if (result.result === 'unlocked') return { answer: 'unlocked' };
  return { answer: 'refused', reason: result.result };
}
