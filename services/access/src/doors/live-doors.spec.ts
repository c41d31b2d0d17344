import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveDoors } from './live-doors';
import { realMonotonic } from './monotonic';

const DOOR = { stationId: 'dogn', doorId: 'dogn-ombruk' };
let nowMs: number;
let live: LiveDoors;

function heard(nonce: string, historical = false) {
  return { boot: 'b', nonce, historical };
}

beforeEach(() => {
  nowMs = 1_000;
  live = new LiveDoors({ nowMs: () => nowMs, after: (delayMs, callback) => realMonotonic.after(delayMs, callback) });
});

describe('the nonce of a live door', () => {
  it('ages from when it was first heard, and is replaced at a reboot', () => {
    live.hear(DOOR, heard('a'));
    nowMs += 1_200;
    live.hear(DOOR, heard('a'));
    expect(live.freshNonce(DOOR)).toEqual({ nonce: 'a', nonceAgeMs: 1_200 });
    live.hear(DOOR, heard('b'));
    expect(live.freshNonce(DOOR)).toEqual({ nonce: 'b', nonceAgeMs: 0 });
  });

  it('is not taken from history, and not given after silence or an offline will', () => {
    live.hear(DOOR, heard('old', true));
    expect(live.freshNonce(DOOR)).toBeNull();
    live.hear(DOOR, heard('a'));
    live.hearOnline(DOOR, { boot: 'b', online: false });
    expect(live.freshNonce(DOOR)).toBeNull();
    live.hear(DOOR, heard('b'));
    nowMs += 25_001;
    expect(live.freshNonce(DOOR)).toBeNull();
  });

  it('may come with a result, and is not replaced by one that was heard before', () => {
    live.hear(DOOR, heard('a'));
    live.hearResult(DOOR, { nonce: 'b' });
    live.hear(DOOR, heard('a'));
    live.hearResult(DOOR, {});
    expect(live.freshNonce(DOOR)).toEqual({ nonce: 'b', nonceAgeMs: 0 });
  });

  it('survives the will of an earlier boot', () => {
    live.hear(DOOR, heard('a'));
    live.hearOnline(DOOR, { boot: 'earlier', online: false });
    expect(live.freshNonce(DOOR)).toEqual({ nonce: 'a', nonceAgeMs: 0 });
  });

  it('is not one that a door of that name says at another station', () => {
    live.hear({ ...DOOR, stationId: 'elsewhere' }, heard('a'));
    expect(live.freshNonce(DOOR)).toBeNull();
  });
});

describe('waiting for a door', () => {
  it('ends at its next word, or after any length of time', async () => {
    const word = live.nextWord(DOOR, 60_000.25);
    live.hear(DOOR, heard('a'));
    await word;
    await live.nextWord(DOOR, 0.25);
    await live.nextWord(DOOR, -1.5);
  });

  it('is not disturbed by a device with an unlucky name', () => {
    expect(() => live.hear({ stationId: 'dogn', doorId: 'error' }, { boot: 'b', historical: false })).not.toThrow();
  });
});

it('forgets those who fell silent, however many names there were', () => {
  for (let device = 0; device < 1_000; device += 1) {
    live.hear({ ...DOOR, doorId: `stranger-${device}` }, heard('a'));
  }
  nowMs += 25_001;
  live.hear(DOOR, heard('a'));
  expect(live.size).toBe(1);
});
