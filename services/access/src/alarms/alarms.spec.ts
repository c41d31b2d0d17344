import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AlarmKind, type AlarmView } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type AccessSystem, aStation, keep, powerOnDoor, sqlOf, startAccess, until } from '../access.test-kit';
import { RecordDoorChanges } from '../record-door-changes';
import { StationStore } from '../station.store';
import { ListAlarmsHandler } from './list-alarms';
import { headerOf, MailServer } from './mail-server.test-kit';
import { AlarmReceivers } from './receivers';
import { SendNotices } from './send-notices';
import { TellAlarm } from './tell-alarm';
import { WatchAlarms } from './watch-alarms';

const DOOR = 'dogn-ombruk';
/** Around now, as the clock of the stations says it. */
const NIGHT = `{ from: "${osloTime(-60)}", to: "${osloTime(120)}" }`;
let folder: string;
let receiver: Server;
let received: { key: string; body: { event: string; text: string; alarm: AlarmView } }[] = [];
let answers: number[] = [];
let mailServer: MailServer;
let system: AccessSystem;
let door: SimulatedDoor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selvbetjent-alarms-'));
  receiver = createServer(
    (request, response) => void receive(request).then((status) => response.writeHead(status).end()),
  );
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const webhook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/vakt`;
  const path = join(folder, 'receivers.yaml');
  const day = `  - { name: vakt, webhook: "${webhook}", stations: [dogn, varsel], kinds: [battery_low, jammed] }`;
  const night = `  - { name: natt, webhook: "${webhook}", stations: [stille], quietHours: ${NIGHT} }`;
  const post = '  - { name: post, mail: [a@example.no, b@example.no], stations: [brev], kinds: [battery_low] }';
  await writeFile(path, `from: selvbetjent@example.no\nreceivers:\n${day}\n${night}\n${post}\n`);
  mailServer = new MailServer();
  const smtpUrl = `smtp://127.0.0.1:${await mailServer.start()}`;
  system = await startAccess({ ALARM_RECEIVERS_FILE: path, SMTP_URL: smtpUrl });
  for (const stationId of ['dogn', 'varsel', 'stille', 'brev']) await keep(system, aStation(stationId, '24/7'));
});

afterAll(async () => {
  await system?.stop();
  receiver?.close();
  await mailServer?.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  received = [];
  answers = [];
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: system.infrastructure.mqttUrl });
  await powerOnDoor(system, door, DOOR);
});

afterEach(async () => {
  await door.powerOff();
  await sqlOf(system, 'DELETE FROM alarm_notices');
  await sqlOf(system, 'DELETE FROM alarms');
});

async function receive(request: IncomingMessage): Promise<number> {
  received.push({
    key: String(request.headers['idempotency-key']),
    body: JSON.parse(await text(request)) as (typeof received)[number]['body'],
  });
  return answers.shift() ?? 204;
}

function watch(): Promise<void> {
  return system.access.app.get(WatchAlarms).handle();
}

async function alarms(kind: AlarmKind, stationId = 'dogn'): Promise<AlarmView[]> {
  const all = await system.access.app.get(ListAlarmsHandler).handle({ stationId, limit: 100 });
  return all.filter((alarm) => alarm.kind === kind);
}

async function heldOpenAt(): Promise<Date | undefined> {
  const [row] = await sqlOf<{ held_open_at: Date }>(system, 'SELECT held_open_at FROM doors WHERE door_id = $1', [
    DOOR,
  ]);
  return row?.held_open_at ?? undefined;
}

async function isOpenInDatabase(open: boolean): Promise<boolean> {
  return (await sqlOf(system, 'SELECT 1 FROM doors WHERE door_id = $1 AND open = $2', [DOOR, open])).length > 0;
}

describe('a door that is held open', () => {
  it('has its deadline in the database, over restarts of ours, and is told once until it is closed', async () => {
    door.openFromInside();
    await until(async () => (await heldOpenAt()) !== undefined);
    const deadline = await heldOpenAt();
    const replica = await system.startReplica();
    await door.setFaults({ mute: false });
    expect(await heldOpenAt()).toEqual(deadline);
    await watch();
    expect(await alarms('held_open')).toEqual([]);

    await sqlOf(system, 'UPDATE doors SET held_open_at = now() WHERE door_id = $1', [DOOR]);
    await Promise.all([watch(), replica.access.app.get(WatchAlarms).handle()]);
    await watch();
    expect(await alarms('held_open')).toMatchObject([{ doorId: DOOR, containerId: 'ombruk', clearedAt: null }]);
    await replica.access.close();

    door.close();
    await until(() => isOpenInDatabase(false));
    await watch();
    await watch();
    const [alarm, ...more] = await alarms('held_open');
    expect(alarm?.clearedAt).not.toBeNull();
    expect(more).toEqual([]);
  });
});

describe('a container that goes out of use while somebody is there', () => {
  it('is watched until they have left', async () => {
    door.openFromInside();
    // Told with the visit: from then on somebody is known to be there.
    await until(async () => (await alarms('forced_open')).length === 1);
    const { revision } = (await system.access.app.get(StationStore).find('dogn'))!;
    await keep(system, aStation('dogn', '24/7', { retiredAt: new Date().toISOString(), revision: revision + 1 }));
    await sqlOf(system, 'UPDATE doors SET held_open_at = now() WHERE door_id = $1', [DOOR]);
    await watch();
    expect(await alarms('held_open')).toMatchObject([{ doorId: DOOR, clearedAt: null }]);

    door.close();
    await until(() => isOpenInDatabase(false));
    await until(async () => {
      await watch();
      return (await alarms('held_open'))[0]!.clearedAt !== null;
    });
    await keep(system, aStation('dogn', '24/7', { revision: revision + 2 }));
  });
});

describe('a door that opens without an attempt', () => {
  it('is told at once, and is over with its visit', async () => {
    door.openFromInside();
    await until(async () => (await alarms('forced_open')).length === 1);
    door.close();
    await until(async () => {
      await watch();
      return (await alarms('forced_open'))[0]!.clearedAt !== null;
    });
    expect(await alarms('forced_open')).toHaveLength(1);
  });

  it('is not told of when a resident unlocked it', async () => {
    const answer = await system.backend.execute({ thingId: DOOR, actionId: 'unlock' });
    expect(answer.body?.status).toBe('SUCCESS');
    door.openFromOutside();
    await until(() => door.pendingChanges === 0);
    expect(await alarms('forced_open')).toEqual([]);
  });

  it.each([
    ['history', { isLive: false, minutesAgo: 0 }],
    ['long ago', { isLive: true, minutesAgo: 5 }],
  ])('is not told of when it is %s', async (_name, { isLive, minutesAgo }) => {
    const place = (await system.access.app.get(StationStore).findDoor('stille-ombruk'))!;
    const at = new Date(Date.now() - minutesAgo * 60_000);
    await system.access.app.get(RecordDoorChanges).handle({
      ...{ place, boot: randomUUID(), changes: [{ seq: 1, at, open: true }], rejected: [], isComplete: false, isLive },
      ...{ correct: (raw: Date) => raw, receivedAt: new Date() },
    });
    expect(await alarms('forced_open', 'stille')).toEqual([]);
  });
});

describe('a door that opens after its resident was told that nobody knows', () => {
  const attempt = async () => {
    const query = `SELECT state, late_result, opened_late_at FROM attempts WHERE door_id = $1 ORDER BY requested_at DESC LIMIT 1`;
    const [row] = await sqlOf<{ state: string; late_result: string | null; opened_late_at: Date | null }>(
      system,
      query,
      [DOOR],
    );
    return row!;
  };
  const unlockInVain = async () => {
    const answer = await system.backend.execute({ thingId: DOOR, actionId: 'unlock', timeBudgetMillis: 1_000 });
    expect(answer.body).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code: 'no_answer' } });
  };

  it('keeps its late result, and is told once when the leaf opens, until the visit is over', async () => {
    await door.setFaults({ lateAnswerMs: 1_200 });
    await unlockInVain();
    await until(async () => (await attempt()).late_result === 'unlocked');
    await watch();
    expect(await alarms('opened_late')).toEqual([]);
    expect((await attempt()).opened_late_at).toBeNull();

    door.openFromOutside();
    await until(async () => (await alarms('opened_late')).length === 1);
    door.close();
    door.openFromOutside();
    await until(() => door.pendingChanges === 0);
    const replica = await system.startReplica();
    await replica.access.app.get(WatchAlarms).handle();
    await replica.access.close();
    expect(await alarms('opened_late')).toMatchObject([{ clearedAt: null }]);
    expect(await attempt()).toMatchObject({ state: 'unknown', opened_late_at: expect.any(Date) });

    door.close();
    await until(async () => {
      await watch();
      return (await alarms('opened_late'))[0]!.clearedAt !== null;
    });
    expect(await alarms('opened_late')).toHaveLength(1);
    expect(await alarms('forced_open')).toEqual([]);
  });

  it('is recorded without an alarm when the door tells of it after the visit', async () => {
    await door.setFaults({ mute: true });
    await unlockInVain();
    door.openFromOutside();
    door.close();
    await until(() => door.isLocked);
    await door.setFaults({ mute: false });
    await until(async () => (await attempt()).opened_late_at !== null);
    await until(() => door.pendingChanges === 0);
    expect(await alarms('opened_late')).toEqual([]);
  });
});

it('a lock that said it is jammed stays so until the bolt moves', async () => {
  await door.setFaults({ jammed: true });
  await system.backend.execute({ thingId: DOOR, actionId: 'unlock' });
  await until(async () => {
    await watch();
    return (await alarms('jammed')).length === 1;
  });
  await door.setFaults({ jammed: false, mute: false });
  await watch();
  expect(await alarms('jammed')).toMatchObject([{ clearedAt: null }]);
  await until(async () => {
    await system.backend.execute({ thingId: DOOR, actionId: 'unlock' });
    await watch();
    return (await alarms('jammed'))[0]!.clearedAt !== null;
  });
});

describe('a notice', () => {
  const about = (stationId: string, kind: AlarmKind = 'battery_low') => ({
    ...{ kind, subject: `${stationId}-ombruk`, stationId, containerId: 'ombruk', doorId: `${stationId}-ombruk` },
    ...{ visitId: null, since: new Date() },
  });
  const raise = (stationId: string, kind?: AlarmKind) =>
    system.access.app
      .get(Database)
      .transaction((tx) => system.access.app.get(TellAlarm).raise(tx, about(stationId, kind)));
  const send = () => system.access.app.get(SendNotices).handle();
  const hurry = () => sqlOf(system, 'UPDATE alarm_notices SET next_try_at = now()');

  it('reaches who asked for its kind and station, and says when it is over', async () => {
    await raise('varsel');
    await raise('varsel', 'silent');
    await until(async () => {
      await send();
      return received.length === 1;
    });
    // Nothing bears it out, so that the next look clears it.
    await watch();
    await hurry();
    await until(async () => {
      await send();
      return received.length === 2;
    });
    expect(received.map(({ body }) => [body.event, body.alarm.kind])).toEqual([
      ['raised', 'battery_low'],
      ['cleared', 'battery_low'],
    ]);
    expect(received[0]!.body.text).toBe(
      'varsel minigjenbruksstasjon, ombruk: batteriet i døren er snart tomt. Bytt det.',
    );
  });

  it('that the receiver refused is sent again under the same key, by whichever process', async () => {
    answers = [500];
    await sqlOf(system, `UPDATE doors SET battery = 5 WHERE door_id = $1`, [DOOR]);
    await raise('dogn');
    await until(async () => {
      await send();
      return received.length === 1;
    });
    await until(
      async () => (await sqlOf(system, 'SELECT 1 FROM alarm_notices WHERE problem IS NOT NULL')).length === 1,
    );
    const replica = await system.startReplica();
    await hurry();
    await until(async () => {
      await replica.access.app.get(SendNotices).handle();
      return received.length === 2;
    });
    expect(received[1]!.key).toBe(received[0]!.key);
    await replica.access.close();
  });

  it('waits while its receiver sleeps, and is dropped when it is over by then', async () => {
    const now = new Date();
    await raise('stille');
    await send();
    const waiting = await sqlOf<{ next_try_at: Date }>(system, 'SELECT next_try_at FROM alarm_notices');
    expect(waiting).toHaveLength(1);
    expect(waiting[0]!.next_try_at.getTime()).toBeGreaterThan(now.getTime() + 60 * 60_000);

    await watch();
    const awake = system.access.app.get(AlarmReceivers).find('natt', 'webhook')!;
    awake.receiver.quietHours = undefined;
    const open = () => sqlOf(system, 'SELECT 1 FROM alarm_notices WHERE given_up_at IS NULL AND sent_at IS NULL');
    await until(async () => {
      await hurry();
      await send();
      return (await open()).length === 0;
    });
    expect(received).toEqual([]);
    expect(await sqlOf(system, 'SELECT DISTINCT problem FROM alarm_notices ORDER BY problem')).toEqual([
      { problem: 'it was over before anybody was told' },
      { problem: 'nobody was told that it was raised' },
    ]);
  });

  it('by mail is sent to each address until the server takes it, under the same id, or refuses it for good', async () => {
    mailServer.answers = [{ step: 'address', code: 450, words: 'greylisted' }];
    const sendAll = async () => {
      await hurry();
      await send();
    };
    const open = () => sqlOf(system, 'SELECT 1 FROM alarm_notices WHERE given_up_at IS NULL AND sent_at IS NULL');
    await raise('brev');
    await raise('brev', 'silent');
    await send();
    expect(mailServer.taken).toHaveLength(1);
    const [delayed] = await sqlOf<{ notice_id: string; problem: string }>(
      system,
      'SELECT notice_id, problem FROM alarm_notices WHERE problem IS NOT NULL',
    );
    expect(delayed!.problem).toContain('450');
    mailServer.answers = [{ step: 'address', code: 550, words: 'no such mailbox' }];
    // The next look clears it, and only those who were told hear of that.
    await watch();
    await until(async () => {
      await sendAll();
      return (await open()).length === 0;
    });
    expect(mailServer.taken.map(({ message }) => headerOf(message, 'Message-ID'))).not.toContain(
      `<${delayed!.notice_id}@example.no>`,
    );
    expect(mailServer.taken.map(({ to }) => to)).toEqual([mailServer.taken[0]!.to, mailServer.taken[0]!.to]);
    const ends = await sqlOf<{ problem: string }>(
      system,
      'SELECT problem FROM alarm_notices WHERE given_up_at IS NOT NULL ORDER BY problem',
    );
    expect(ends.map(({ problem }) => problem)).toEqual([
      'nobody was told that it was raised',
      expect.stringContaining('550'),
    ]);
    expect(await sqlOf(system, `SELECT 1 FROM alarm_notices WHERE alarm_notices::text LIKE '%@%'`)).toEqual([]);
  });
});

function osloTime(minutesFromNow: number): string {
  const at = new Date(Date.now() + minutesFromNow * 60_000);
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', timeStyle: 'short' }).format(at);
}
