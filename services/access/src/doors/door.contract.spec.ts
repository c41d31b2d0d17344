import { describe, expect, it } from '@jest/globals';
import { encodeUnlockCommand, topicOf } from '@selvbetjent/devices';
import { type DoorAnswer } from '../domain/attempt';
import { DOOR_CONTRACT } from './door.contract';
import { type DoorCommand, DoorDriver } from './door';
import { MqttDoor } from './mqtt-door';
import { NativeBench, type NativeDriver, type NativeParts } from './native-bench.test-kit';

describe('the native dialect', () => {
  it.each(DOOR_CONTRACT)('$rule', async ({ check }) => check(await NativeBench.start()));
});

/** Says SUCCESS as soon as the command has left. */
class BelievesPublishing extends DoorDriver implements NativeDriver {
  constructor(private readonly parts: NativeParts) {
    super();
  }

  unlock({ commandId, stationId, doorId, deadlineMs }: DoorCommand): Promise<DoorAnswer> {
    const { live, link, time } = this.parts;
    const fresh = live.freshNonce({ stationId, doorId });
    if (!fresh) return Promise.resolve({ answer: 'not_sent', reason: 'device_offline' });
    if (deadlineMs - time.nowMs() < 500) return Promise.resolve({ answer: 'not_sent', reason: 'too_late' });
    const payload = encodeUnlockCommand({ id: commandId, ...fresh, ttlMs: 2_000, holdSeconds: 10 });
    link.publish(topicOf(stationId, doorId, 'command'), payload);
    return Promise.resolve({ answer: 'unlocked' });
  }

  settle(): boolean {
    return false;
  }
}

/** Takes whatever the door says for the answer to its own command. */
class BelievesAnyResult extends MqttDoor {
  private last = '';

  override unlock(command: DoorCommand): Promise<DoorAnswer> {
    this.last = command.commandId;
    return super.unlock(command);
  }

  override settle(doorId: string, result: Parameters<MqttDoor['settle']>[1]): boolean {
    return super.settle(doorId, { ...result, id: this.last });
  }
}

/** Waits for the door as long as it takes. */
class WaitsForEver extends MqttDoor {
  override unlock(command: DoorCommand): Promise<DoorAnswer> {
    return super.unlock({ ...command, deadlineMs: command.deadlineMs + 4_000 });
  }
}

/** Opens by hand what is late: tries again until the door answers. */
class TriesAgain extends MqttDoor {
  override async unlock(command: DoorCommand): Promise<DoorAnswer> {
    for (;;) {
      const answer = await super.unlock(command);
      if (answer.answer !== 'not_sent') return answer;
      command = { ...command, deadlineMs: command.deadlineMs + 2_000 };
    }
  }
}

describe('the contract names what is wrong with a driver that', () => {
  it.each<[string, (parts: NativeParts) => NativeDriver, string]>([
    [
      'says SUCCESS on publish',
      (parts) => new BelievesPublishing(parts),
      'a door that does not confirm is never said to be unlocked',
    ],
    [
      'believes any result',
      ({ link, live, time }) => new BelievesAnyResult(link, live, time),
      'a door that does not confirm is never said to be unlocked',
    ],
    [
      'waits for ever',
      ({ link, live, time }) => new WaitsForEver(link, live, time),
      'the answer comes before the deadline, whatever the door does',
    ],
    [
      'tries again by itself',
      ({ link, live, time }) => new TriesAgain(link, live, time),
      'nothing is sent with less than half a second left',
    ],
  ])('%s', async (_name, driverOf, broken) => {
    const found: string[] = [];
    for (const { rule, check } of DOOR_CONTRACT) {
      await check(await NativeBench.start(1, driverOf)).catch(() => found.push(rule));
    }
    expect(found).toContain(broken);
  });
});
