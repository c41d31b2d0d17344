import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveDoors } from './live-doors';

const DOOR = { stationId: 'dogn', doorId: 'dogn-ombruk' };
let nowMs: number;
let live: LiveDoors;

beforeEach(() => {
  nowMs = 1_000;
  live = new LiveDoors(() => nowMs);
});

describe('the nonce of a live door', () => {
  it('ages from when it was first heard, and is replaced at a reboot', () => {
    live.hear(DOOR, { nonce: 'a', historical: false });
    nowMs += 1_200;
    live.hear(DOOR, { nonce: 'a', historical: false });
    expect(live.freshNonce(DOOR)).toEqual({ nonce: 'a', nonceAgeMs: 1_200 });
    live.hear(DOOR, { nonce: 'b', historical: false });
    expect(live.freshNonce(DOOR)).toEqual({ nonce: 'b', nonceAgeMs: 0 });
  });

  it('is not taken from history, and not given after silence or an offline will', () => {
    live.hear(DOOR, { nonce: 'old', historical: true });
    expect(live.freshNonce(DOOR)).toBeNull();
    live.hear(DOOR, { nonce: 'a', historical: false });
    live.hearOnline(DOOR, false);
    expect(live.freshNonce(DOOR)).toBeNull();
    live.hear(DOOR, { nonce: 'b', historical: false });
    nowMs += 25_001;
    expect(live.freshNonce(DOOR)).toBeNull();
  });

  it('is not one that a door of that name says at another station', () => {
    live.hear({ ...DOOR, stationId: 'elsewhere' }, { nonce: 'a', historical: false });
    expect(live.freshNonce(DOOR)).toBeNull();
  });
});

describe('waiting for a door', () => {
  it('ends at its next word, or after any length of time', async () => {
    const word = live.nextWord(DOOR, 60_000.25);
    live.hear(DOOR, { nonce: 'a', historical: false });
    await word;
    await live.nextWord(DOOR, 0.25);
    await live.nextWord(DOOR, -1.5);
  });

  it('is not disturbed by a device with an unlucky name', () => {
    expect(() => live.hear({ stationId: 'dogn', doorId: 'error' }, { historical: false })).not.toThrow();
  });
});

it('forgets those who fell silent, however many names there were', () => {
  for (let device = 0; device < 1_000; device += 1) {
    live.hear({ ...DOOR, doorId: `stranger-${device}` }, { nonce: 'a', historical: false });
  }
  nowMs += 25_001;
  live.hear(DOOR, { nonce: 'a', historical: false });
  expect(live.size).toBe(1);
});
