import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AlarmKind, type AlarmView } from '@selvbetjent/contracts';
import { type RunningService } from '@selvbetjent/platform';
import { SimulatedDoor, type SimulationEnvironment } from '@selvbetjent/simulation';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type AccessSystem, aStation, powerOnDoor, sqlOf, startAccess, until } from '../access.test-kit';
import { KeepStation } from '../keep-station';
import { ListAlarmsHandler } from './list-alarms';
import { MovedTime } from './moved-time.test-kit';
import { SendNotices } from './send-notices';
import { WatchAlarms } from './watch-alarms';

const MINUTE_MS = 60_000;
const STATION = aStation('dogn', '24/7');
const DOOR = 'dogn-ombruk';

const time = new MovedTime();
let folder: string;
let receiver: Server;
let told: string[] = [];
let system: AccessSystem;
/** The one that runs now. */
let access: RunningService;
let door: SimulatedDoor;
/** Its spring doesn't lock by itself: how long a restart takes is no matter here. */
const environment: SimulationEnvironment = {
  ...time.environment,
  setTimeout: (callback, delayMs) => (delayMs < 10_000 ? time.environment.setTimeout(callback, delayMs) : null),
  clearTimeout: (timer) => timer && time.environment.clearTimeout(timer),
};
const doorOptions = { stationId: 'dogn', doorId: DOOR, mqttUrl: '', environment, battery: 87 };

beforeAll(async () => {
  time.start();
  folder = await mkdtemp(join(tmpdir(), 'selvbetjent-alarms-'));
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      const { event, alarm } = JSON.parse(body) as { event: string; alarm: AlarmView };
      told.push(`${alarm.kind} ${event}`);
      response.writeHead(204).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const path = join(folder, 'receivers.yaml');
  const { port } = receiver.address() as AddressInfo;
  await writeFile(path, `receivers: [{ name: vakt, webhook: "http://127.0.0.1:${port}/vakt" }]`);
  system = await startAccess({ ALARM_RECEIVERS_FILE: path }, time.monotonic);
  access = system.access;
  Object.assign(doorOptions, { mqttUrl: system.infrastructure.mqttUrl });
});

afterAll(async () => {
  await system?.stop();
  receiver?.close();
  await rm(folder, { recursive: true, force: true });
  jest.restoreAllMocks();
});

beforeEach(async () => {
  told = [];
  doorOptions.battery = 87;
  await confirmHours();
  door = new SimulatedDoor(doorOptions);
  await powerOnDoor({ ...system, access }, door, DOOR);
});

afterEach(() => door.powerOff());

function confirmHours(): Promise<void> {
  return access.app.get(KeepStation).handle(STATION, time.now());
}

/** Access ends in good order and starts again, on what the database has. */
async function restart(): Promise<void> {
  await access.close();
  ({ access } = await system.startReplica());
}

/** The door says how it is, and access has taken it. */
async function hear(): Promise<void> {
  const lastSeen = async () => {
    const [row] = await sqlOf<{ last_seen_at: Date }>({ ...system, access }, 'SELECT last_seen_at FROM doors');
    return row?.last_seen_at.getTime() ?? 0;
  };
  const before = await lastSeen();
  await until(async () => {
    await door.setFaults({ mute: false });
    return (await lastSeen()) > before;
  });
}

async function look(times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await access.app.get(WatchAlarms).handle();
    await access.app.get(SendNotices).handle();
  }
}

async function alarmsOf(kind: AlarmKind): Promise<AlarmView[]> {
  const all = await access.app.get(ListAlarmsHandler).handle({ stationId: 'dogn', limit: 100 });
  return all.filter((alarm) => alarm.kind === kind && new Date(alarm.raisedAt).getTime() >= startedAt);
}

let startedAt = 0;
beforeEach(() => {
  startedAt = time.now().getTime();
});

/** Raised once and told once, whatever we look at it and start again; cleared once and told once. */
async function expectOnce(
  kind: AlarmKind,
  {
    cause,
    sustain = hear,
    end,
  }: { cause: () => Promise<void>; sustain?: () => Promise<void>; end: () => Promise<void> },
): Promise<void> {
  await look();
  expect(await alarmsOf(kind)).toEqual([]);
  await cause();
  await until(async () => {
    await look();
    return (await alarmsOf(kind)).length === 1 && told.includes(`${kind} raised`);
  });
  await look(5);
  await restart();
  await look(5);
  // Long enough for every reason to wait after a start.
  time.pass(6 * MINUTE_MS);
  await sustain();
  await look(5);
  expect(await alarmsOf(kind)).toMatchObject([{ clearedAt: null }]);
  await end();
  await until(async () => {
    await look();
    return (await alarmsOf(kind))[0]!.clearedAt !== null && told.includes(`${kind} cleared`);
  });
  await restart();
  await look(5);
  expect(await alarmsOf(kind)).toHaveLength(1);
  expect(told.filter((line) => line.startsWith(kind))).toEqual([`${kind} raised`, `${kind} cleared`]);
}

describe('from the door’s word to the receiver’s, over restarts of ours', () => {
  it('a door that falls silent', async () => {
    await expectOnce('silent', {
      cause: async () => {
        await door.setFaults({ mute: true });
        time.pass(6 * MINUTE_MS);
      },
      sustain: async () => {},
      end: hear,
    });
  });

  it('a battery that is low', async () => {
    const say = async (battery: number): Promise<void> => {
      doorOptions.battery = battery;
      await hear();
    };
    await expectOnce('battery_low', { cause: () => say(20), sustain: () => say(23), end: () => say(26) });
  });

  it('somebody who may be behind a closed door', async () => {
    await expectOnce('check_inside', {
      cause: async () => {
        door.unlockWithKey();
        door.openFromOutside();
        door.close();
        await hear();
        time.pass(21 * MINUTE_MS);
        await hear();
      },
      end: async () => {
        door.openFromInside();
        await hear();
      },
    });
    door.close();
  });

  it('hours that nobody confirms', async () => {
    await expectOnce('hours_unconfirmed', {
      cause: async () => {
        time.pass(70 * MINUTE_MS);
        await hear();
      },
      end: confirmHours,
    });
  });
});
