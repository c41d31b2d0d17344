import { describe, expect, it } from '@jest/globals';
import { encodeUnlockCommand, FOREIGN_DOOR_DIALECTS, protocolOf, topicOf } from '@selvbetjent/devices';
import { type DoorFaults, ManualEnvironment, SimulatedAir, SimulatedDoor } from '@selvbetjent/simulation';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ADDRESS = { stationId: 'dogn', doorId: 'dogn-ombruk' };
const COMMAND = topicOf(ADDRESS.stationId, ADDRESS.doorId, 'command');
const STATE = topicOf(ADDRESS.stationId, ADDRESS.doorId, 'state');
const SERVICES = resolve(__dirname, '../../..');
/** Longer than any hold below. */
const WATCHED_MS = 40_000;
const STEP_MS = 250;
const SHELLY_ON =
  '{"id":7,"src":"selvbetjent-access/d","method":"Switch.Set","params":{"id":0,"on":true,"toggle_after":10}}';

interface Yard {
  door: SimulatedDoor;
  time: ManualEnvironment;
  air: SimulatedAir;
  nonce: () => string;
}

/** The same door each time: equal clock, equal random bytes. */
function aDoor(): Yard {
  const time = new ManualEnvironment();
  const air = new SimulatedAir(time);
  let nonce = '';
  air.listen(({ topic, payload }) => {
    if (topic === STATE) nonce = (JSON.parse(payload) as { nonce?: string }).nonce ?? nonce;
  });
  const door = new SimulatedDoor({ ...ADDRESS, mqttUrl: 'mqtt://unused', environment: time, connect: air.connect });
  door.powerOn();
  time.advance(0);
  return { door, time, air, nonce: () => nonce };
}

function send({ air, time }: Yard, body: unknown): void {
  air.publish(COMMAND, typeof body === 'string' ? body : JSON.stringify(body));
  time.advance(0);
}

function unlockCommand({ nonce }: Yard, more: object = {}): object {
  const command = { id: 'c-1', nonce: nonce(), nonceAgeMs: 0, ttlMs: 3_000, holdSeconds: 10 };
  return { ...(JSON.parse(encodeUnlockCommand(command)) as object), ...more };
}

const STATES: Record<string, (yard: Yard) => void> = {
  'closed and locked': () => undefined,
  'just unlocked': (yard) => send(yard, unlockCommand(yard, { id: 'before' })),
  'almost locked again': (yard) => {
    send(yard, unlockCommand(yard, { id: 'before' }));
    yard.time.advance(9_900);
  },
  'opened after an unlock': (yard) => {
    send(yard, unlockCommand(yard, { id: 'before' }));
    yard.door.openFromOutside();
  },
  'opened, and held open for long': (yard) => {
    send(yard, unlockCommand(yard, { id: 'before' }));
    yard.door.openFromOutside();
    yard.time.advance(60_000);
  },
  'opened from the inside while locked': (yard) => yard.door.openFromInside(),
  'closed behind somebody, not yet locked': (yard) => {
    send(yard, unlockCommand(yard, { id: 'before' }));
    yard.door.openFromOutside();
    yard.time.advance(20_000);
    yard.door.close();
  },
  'unlocked with the key': (yard) => yard.door.unlockWithKey(),
};

const FAULTS: Record<string, Partial<DoorFaults>> = {
  sound: {},
  jammed: { jammed: true },
  refusing: { refusing: true },
  slow: { slowMs: 2_000 },
  mute: { mute: true },
};

const COMMANDS: Record<string, (yard: Yard) => unknown> = {
  unlock: (yard) => unlockCommand(yard),
  'unlock for a second': (yard) => unlockCommand(yard, { holdSeconds: 1 }),
  'unlock for the longest time': (yard) => unlockCommand(yard, { holdSeconds: 30 }),
  'unlock for no time': (yard) => unlockCommand(yard, { holdSeconds: 0 }),
  'unlock for negative time': (yard) => unlockCommand(yard, { holdSeconds: -10 }),
  'the same once more': (yard) => unlockCommand(yard, { id: 'before' }),
  'unlock with a stale nonce': (yard) => unlockCommand(yard, { nonce: 'f'.repeat(32) }),
  'unlock that is too late': (yard) => unlockCommand(yard, { ttlMs: 0 }),
  lock: (yard) => unlockCommand(yard, { action: 'lock' }),
  'lock, without anything else': () => ({ id: 'c-1', action: 'lock' }),
  inhibit: (yard) => unlockCommand(yard, { action: 'inhibit' }),
  'an action that is no text': (yard) => unlockCommand(yard, { action: false }),
  'locked, as a state': (yard) => unlockCommand(yard, { locked: true, open: false }),
  'no JSON': () => '{"locked":true',
  nothing: () => '',
};

function table(): [string, string, string][] {
  const cells = Object.keys(STATES).flatMap((state) =>
    Object.keys(FAULTS).map((fault): [string, string] => [state, fault]),
  );
  return cells.flatMap(([state, fault]) =>
    Object.keys(COMMANDS).map((command): [string, string, string] => [state, fault, command]),
  );
}

/** A door in that state; its twin goes the same way without the command. */
async function prepared(state: string, fault: string): Promise<Yard> {
  const yard = aDoor();
  STATES[state]!(yard);
  await yard.door.setFaults(FAULTS[fault]!);
  return yard;
}

describe(`the whole table of ${table().length} states and commands`, () => {
  it('has no command that locks a door, or locks it sooner than it would have by itself', async () => {
    for (const [state, fault, command] of table()) {
      const commanded = await prepared(state, fault);
      const twin = await prepared(state, fault);
      send(commanded, COMMANDS[command]!(commanded));
      for (let ms = 0; ms <= WATCHED_MS; ms += STEP_MS) {
        const name = `${state} / ${fault} / ${command} after ${ms} ms`;
        expect({ name, locked: commanded.door.isLocked && !twin.door.isLocked }).toEqual({ name, locked: false });
        for (const { time } of [commanded, twin]) time.advance(STEP_MS);
      }
    }
  });

  it('has no cell in which the door does not open from the inside, with power, without it, and out of contact', async () => {
    for (const [state, fault, command] of table()) {
      for (const lose of [{}, { offline: true }, null]) {
        const yard = await prepared(state, fault);
        send(yard, COMMANDS[command]!(yard));
        await (lose ? yard.door.setFaults(lose) : yard.door.powerOff());
        yard.door.close();
        yard.door.openFromInside();
        expect(yard.door.isOpen).toBe(true);
      }
    }
  });
});

describe('our side', () => {
  it('asks and opens doors of other makes in two places, and opens them in one', () => {
    const holding = (pattern: RegExp): string[] =>
      sourcesBelow(SERVICES)
        .filter((path) => pattern.test(readFileSync(path, 'utf8')))
        .map((path) => path.slice(SERVICES.length + '/access/src/doors/'.length));
    expect(holding(/\.publishOnce\(/)).toEqual(['ask-first-door.ts', 'ask-regularly.ts']);
    expect(holding(/protocol\.unlock\(/)).toEqual(['ask-first-door.ts']);
  });

  it.each(FOREIGN_DOOR_DIALECTS)('has one command for a door of %s, and it unlocks', (dialect) => {
    const { topic, payload } = protocolOf(dialect).unlock({ id: 'd', topic: 'd/lock/l' }, 7, 10);
    const commands = {
      tasmota: ['cmnd/d/lock/l/POWER1', 'ON'],
      shelly: ['d/lock/l/rpc', SHELLY_ON],
      esphome: ['d/lock/l/command', 'UNLOCK'],
      zigbee2mqtt: ['d/lock/l/set', '{"state":"UNLOCK"}'],
    };
    expect([topic, payload]).toEqual(commands[dialect]);
  });

  it('writes commands to doors in one place, and unlock is the only one that it can write', () => {
    const writers = sourcesBelow(SERVICES).filter((path) =>
      /topicOf\([^)]*'command'\)/.test(readFileSync(path, 'utf8')),
    );
    expect(writers.map((path) => path.slice(SERVICES.length + 1))).toEqual(['access/src/doors/mqtt-door.ts']);
    const anything = { id: 'c', nonce: 'n', nonceAgeMs: 0, ttlMs: 1, holdSeconds: 1, action: 'lock' };
    expect(JSON.parse(encodeUnlockCommand(anything))).toMatchObject({ action: 'unlock' });
  });
});

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/src\/.*(?<!\.spec|test-kit)\.ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}
