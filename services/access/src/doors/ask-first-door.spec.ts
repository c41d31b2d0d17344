import { describe, expect, it } from '@jest/globals';
import { FOREIGN_DOOR_DIALECTS, type ForeignDoorDialect } from '@selvbetjent/devices';
import { type DoorAnswer } from '../domain/attempt';
import { DOOR_CONTRACT } from './door.contract';
import { AskFirstDoor } from './ask-first-door';
import { type DoorCommand } from './door';
import { ForeignBench, type ForeignParts } from './foreign-bench.test-kit';

const LEFT_MS = 2_700;

async function answerOf(bench: ForeignBench, commandId = 'c-1'): Promise<DoorAnswer> {
  const answer = bench.unlock(commandId, LEFT_MS);
  await bench.advance(LEFT_MS);
  return answer;
}

describe.each(FOREIGN_DOOR_DIALECTS)('the %s dialect', (make) => {
  it.each(DOOR_CONTRACT)('$rule', ({ check }) => check(ForeignBench.start(make)));

  it('locks itself again, and can then be opened once more', async () => {
    const bench = ForeignBench.start(make);
    expect(await answerOf(bench)).toEqual({ answer: 'unlocked' });
    await bench.advance(15_000);
    expect(bench.door.isUnlocked).toBe(false);
    expect(await answerOf(bench, 'c-2')).toEqual({ answer: 'unlocked' });
    expect(bench.actuations().map(({ commandId }) => commandId)).toEqual(['c-1', 'c-2']);
  });

  it('is not commanded while somebody else has unlocked it: no movement could be told to be ours', async () => {
    const bench = ForeignBench.start(make);
    bench.door.moveByHand(true);
    expect(await answerOf(bench)).toEqual({ answer: 'refused', reason: 'busy' });
    expect(bench.actuations()).toEqual([]);
  });

  it('is sent nothing that would lock it, or keep it from being opened by hand', async () => {
    const bench = ForeignBench.start(make);
    await answerOf(bench);
    const text = bench.published.map(({ payload }) => payload).join('\n');
    expect(text).not.toMatch(/\b(?:LOCK|OFF|TOGGLE)\b|"on":false/i);
  });

  it('does not believe what a door says that comes back with old news, unless its bolt moves after the command', async () => {
    const bench = ForeignBench.start(make);
    bench.door.setFaults({ offline: true, queuesOffline: true });
    bench.door.moveByHand(true);
    bench.door.moveByHand(false);
    bench.door.setFaults({ offline: false, queuesOffline: false });
    expect(await answerOf(bench)).toEqual({ answer: 'unlocked' });
    expect(bench.actuations()).toHaveLength(1);
  });

  it('takes one command at a time', async () => {
    const bench = ForeignBench.start(make);
    const first = bench.unlock('c-1', LEFT_MS);
    expect(await bench.unlock('c-2', LEFT_MS)).toEqual({ answer: 'not_sent', reason: 'device_busy' });
    await bench.advance(LEFT_MS);
    expect(await first).toEqual({ answer: 'unlocked' });
  });
});

describe('what a make can say of itself is heard', () => {
  it('Tasmota without PulseTime is not switched on: it would never let go', async () => {
    const bench = ForeignBench.start('tasmota', 0);
    expect(await answerOf(bench)).toEqual({ answer: 'refused', reason: 'fault' });
    expect(bench.published.map(({ payload }) => payload)).toEqual(['', '']);
  });

  it('ESPHome says jammed', async () => {
    const bench = ForeignBench.start('esphome');
    bench.door.setFaults({ jammed: true });
    expect(await answerOf(bench)).toEqual({ answer: 'refused', reason: 'jammed' });
  });

  it.each<ForeignDoorDialect>(['tasmota', 'shelly', 'zigbee2mqtt'])(
    '%s keeps silent about it: unknown',
    async (make) => {
      const bench = ForeignBench.start(make);
      bench.door.setFaults({ jammed: true });
      expect(await answerOf(bench)).toEqual({ answer: 'unknown', reason: 'no_answer' });
    },
  );

  it('Shelly gets its pulse with the command', async () => {
    const bench = ForeignBench.start('shelly');
    await answerOf(bench);
    expect(JSON.parse(bench.published[1]!.payload)).toMatchObject({
      ...{ method: 'Switch.Set', src: 'selvbetjent-access/dogn-ombruk' },
      params: { id: 0, on: true, toggle_after: 10 },
    });
  });
});

/** Commands without asking, and believes the next movement. */
class NeverAsks extends AskFirstDoor {
  constructor(protected readonly parts: ForeignParts) {
    super(parts.link, parts.doors, parts.time, parts.ids);
  }

  override unlock({ doorId, deadlineMs }: DoorCommand): Promise<DoorAnswer> {
    const { listed, protocol } = this.parts.doors.find(doorId)!;
    const { topic, payload } = protocol.unlock(listed, 1, 10);
    this.parts.link.publishOnce(topic, payload);
    return new Promise((resolve) => {
      const leftMs = Math.max(0, deadlineMs - this.parts.time.nowMs());
      this.parts.time.after(leftMs, () => resolve({ answer: 'unknown', reason: 'no_answer' }));
      this.hear = (_door, word) => word.bolt === 'unlocked' && resolve({ answer: 'unlocked' });
    });
  }
}

/** Says SUCCESS as soon as the command has left. */
class BelievesSending extends NeverAsks {
  override async unlock(command: DoorCommand): Promise<DoorAnswer> {
    void super.unlock(command);
    return Promise.resolve({ answer: 'unlocked' });
  }
}

describe.each(FOREIGN_DOOR_DIALECTS)('at a door of %s the contract names what is wrong with a driver that', (make) => {
  it.each<[string, (parts: ForeignParts) => AskFirstDoor, string]>([
    [
      'does not ask first',
      (parts) => new NeverAsks(parts),
      'a command that is on its way for longer than it lives opens nothing',
    ],
    [
      'says SUCCESS on publish',
      (parts) => new BelievesSending(parts),
      'a door that does not confirm is never said to be unlocked',
    ],
  ])('%s', async (_name, driverOf, broken) => {
    const { check } = DOOR_CONTRACT.find(({ rule }) => rule === broken)!;
    await expect(check(ForeignBench.start(make, undefined, driverOf))).rejects.toThrow();
  });
});
