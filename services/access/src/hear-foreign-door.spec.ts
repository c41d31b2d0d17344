import { beforeEach, describe, expect, it } from '@jest/globals';
import { type DoorState, type DoorWord } from '@selvbetjent/devices';
import { ForeignDoors } from './doors/foreign-doors';
import { HearForeignDoor } from './hear-foreign-door';
import { type PlacedDoor } from './station.store';

const CONTACT = 'zigbee2mqtt/kontakt';
let nowMs: number;
let keeper: { isOurs: boolean };
let kept: DoorState[];
let wordsForDriver: DoorWord[];
let isFailing: boolean;
let doors: ForeignDoors;
let hear: HearForeignDoor;

function know(topic = 'dor'): void {
  const door = { id: 'd', dialect: 'tasmota', topic, contactTopic: CONTACT, exposed: true };
  doors.know([{ station: { stationId: 's' }, door } as PlacedDoor]);
}

beforeEach(() => {
  [nowMs, keeper, kept, wordsForDriver, isFailing] = [Date.UTC(2026, 10, 20, 10), { isOurs: true }, [], [], false];
  doors = new ForeignDoors();
  know();
  const hearDoor = {
    state: (_topic: unknown, { state }: { state: DoorState }) => {
      if (isFailing) return Promise.reject(new Error('The database does not answer'));
      kept.push(state);
      return Promise.resolve(null);
    },
    online: () => Promise.resolve(),
  };
  const driver = { hear: (_door: unknown, word: DoorWord) => void wordsForDriver.push(word) };
  const attempts = { commandBehind: () => Promise.resolve('c-1') };
  hear = new HearForeignDoor(driver, keeper, hearDoor, attempts, { now: () => new Date(nowMs) });
});

async function says(topic: string, payload: string, isRetained = false): Promise<void> {
  nowMs += 1_000;
  for (const word of doors.read(topic, Buffer.from(payload)).heard) await hear.note(word, isRetained)?.();
}

const changes = (): (boolean | undefined)[][] =>
  kept.flatMap((state) => state.changes.map(({ seq, open, locked }) => [Boolean(seq), open, locked]));

describe('what a door of another make says', () => {
  it('becomes changes once each, numbered without gaps, with the command behind an unlocked bolt', async () => {
    await says(CONTACT, '{"contact":true}');
    await says('stat/dor/POWER', 'OFF');
    await says('stat/dor/POWER', 'ON');
    await says('stat/dor/RESULT', '{"POWER":"ON"}');
    await says(CONTACT, '{"contact":false}');
    await says('stat/dor/POWER', 'OFF');
    await says(CONTACT, '{"contact":true}');
    expect(kept.flatMap((state) => state.changes)).toMatchObject([
      { seq: 1, open: false, locked: undefined },
      { seq: 2, locked: true },
      { seq: 3, locked: false, commandId: 'c-1' },
      { seq: 4, open: true },
      { seq: 5, open: false, locked: true },
    ]);
    expect(new Set(kept.map(({ boot }) => boot)).size).toBe(1);
  });

  it('as a retained copy is a hint: it changes nothing, and nobody waiting takes it for an answer', async () => {
    await says('stat/dor/POWER', 'ON', true);
    await says(CONTACT, '{"contact":false}', true);
    expect([kept, wordsForDriver]).toEqual([[], []]);
    await says('stat/dor/POWER', 'OFF');
    expect(kept.at(-1)).toMatchObject({ open: true, locked: undefined });
  });

  it('by its contact sensor alone is no sign of life, and moves no live state', async () => {
    await says(CONTACT, '{"contact":false}');
    expect(kept).toMatchObject([{ historical: true, changes: [{ open: true }] }]);
    expect(wordsForDriver).toEqual([]);
    await says('stat/dor/POWER', 'OFF');
    await says(CONTACT, '{"contact":true}');
    expect(kept.at(-1)).toMatchObject({ historical: false, open: false, locked: true });
  });

  it('is not lost while the database is away', async () => {
    isFailing = true;
    await expect(says('stat/dor/POWER', 'ON')).rejects.toThrow();
    isFailing = false;
    await says('stat/dor/POWER', 'OFF');
    expect(changes()).toEqual([[true, undefined, false]]);
  });

  it('goes on with its numbers when the registry changes', async () => {
    await says('stat/dor/POWER', 'ON');
    know('other');
    await says('stat/other/POWER', 'OFF');
    await says('stat/other/POWER', 'ON');
    expect(kept.flatMap((state) => state.changes.map(({ seq }) => seq))).toEqual([1, 2]);
  });

  it('is kept by whoever takes over, from where the door then is', async () => {
    keeper.isOurs = false;
    await says('stat/dor/POWER', 'ON');
    expect(kept).toEqual([]);
    expect(wordsForDriver).toHaveLength(1);
    keeper.isOurs = true;
    await says('stat/dor/POWER', 'ON');
    expect(changes()).toEqual([[true, undefined, false]]);
  });
});
