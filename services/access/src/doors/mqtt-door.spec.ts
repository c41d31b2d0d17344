import { beforeEach, describe, expect, it } from '@jest/globals';
import { type DoorResult } from '@selvbetjent/devices';
import { DeviceLink } from './device-link';
import { type DoorCommand } from './door';
import { LiveDoors } from './live-doors';
import { realMonotonic } from './monotonic';
import { MqttDoor } from './mqtt-door';

const ADDRESS = { stationId: 'dogn', doorId: 'dogn-ombruk' };
const UNLOCKED: DoorResult = { id: 'c1', result: 'unlocked', at: null };
let live: LiveDoors;
let sent: { ttlMs: number; nonce: string }[];
let onPublish: () => void;
let door: MqttDoor;

beforeEach(() => {
  live = new LiveDoors();
  sent = [];
  onPublish = () => undefined;
  const link = new DeviceLink('mqtt://127.0.0.1:1');
  link.connectedAtMs = performance.now();
  link.publish = (_topic, payload) => {
    sent.push(JSON.parse(payload) as { ttlMs: number; nonce: string });
    onPublish();
    return true;
  };
  door = new MqttDoor(link, live, realMonotonic);
});

function heard(nonce: string) {
  return { boot: 'b', nonce, historical: false };
}

function command(leftMs: number): DoorCommand {
  return { commandId: 'c1', ...ADDRESS, deadlineMs: performance.now() + leftMs };
}

describe('a command over MQTT', () => {
  it('is confirmed by a result that comes before the broker has taken the command', async () => {
    live.hear(ADDRESS, heard('n'));
    onPublish = () => door.settle(ADDRESS.doorId, UNLOCKED);
    expect(await door.unlock(command(2_000))).toEqual({ answer: 'unlocked' });
  });

  it('is not confirmed by another device, nor by a result for another command', async () => {
    live.hear(ADDRESS, heard('n'));
    onPublish = () => {
      expect(door.settle('impostor', UNLOCKED)).toBe(false);
      expect(door.settle(ADDRESS.doorId, { ...UNLOCKED, id: 'c2' })).toBe(false);
      expect(door.settle(ADDRESS.doorId, { ...UNLOCKED, result: 'jammed' })).toBe(true);
    };
    expect(await door.unlock(command(2_000))).toEqual({ answer: 'refused', reason: 'jammed' });
  });

  it('waits for the first word of a door after a reconnect, and takes the nonce of that word', async () => {
    onPublish = () => door.settle(ADDRESS.doorId, UNLOCKED);
    const answer = door.unlock(command(60_000));
    live.hear(ADDRESS, heard('first'));
    expect(await answer).toEqual({ answer: 'unlocked' });
    expect(sent).toMatchObject([{ nonce: 'first', ttlMs: 5_000 }]);
  });

  it('is not sent to a door that stays silent, nor with too little time', async () => {
    expect(await door.unlock(command(520))).toEqual({ answer: 'not_sent', reason: 'device_offline' });
    live.hear(ADDRESS, heard('n'));
    expect(await door.unlock(command(400))).toEqual({ answer: 'not_sent', reason: 'too_late' });
    expect(await door.unlock(command(-Infinity))).toEqual({ answer: 'not_sent', reason: 'too_late' });
    expect(sent).toEqual([]);
  });
});
