import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DoorUnlocked, ListDoors, ListLevels, StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { childOf, runInTrace, type RunningService } from '@selvbetjent/platform';
import { caughtUp, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import {
  deadLetters,
  faults,
  heard,
  publish,
  Reader,
  SlowAnswers,
  start,
  traces,
  unlocked,
  until,
} from './messaging.test-kit';
import { Outbox } from './outbox';
import { Requests } from './requests';

let infrastructure: Infrastructure;
let owner: RunningService;
let reader: RunningService;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  owner = await start('access', infrastructure);
  reader = await start('tonnage', infrastructure, [Reader]);
});

afterAll(async () => {
  await Promise.all([owner?.close(), reader?.close()]);
  await infrastructure?.stop();
});

beforeEach(async () => {
  heard.length = 0;
  faults.of = () => null;
  await reader.app.get(Database).query('DELETE FROM dead_letters');
});

describe('facts', () => {
  it('reach their reader once when their transaction commits, and never when it rolls back', async () => {
    await publish(owner, unlocked('kept'));
    const rolledBack = owner.app.get(Database).transaction(async (tx) => {
      await owner.app.get(Outbox).append(tx, DoorUnlocked, unlocked('lost'));
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    await caughtUp(infrastructure);
    expect(heard).toEqual([{ doorId: 'kept', deliveryCount: 1 }]);
  });

  it('keep the order of their commits within a station', async () => {
    const doors = Array.from({ length: 50 }, (_, index) => `door-${index}`);
    await publish(owner, ...doors.map((door) => unlocked(door)));
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(doors);
  });

  it('of other stations do not wait for a transaction that stays open, and its own are published when it commits', async () => {
    const [database, outbox] = [owner.app.get(Database), owner.app.get(Outbox)];
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let appended: () => void = () => undefined;
    const isAppended = new Promise<void>((resolve) => (appended = resolve));
    const slow = database.transaction(async (tx) => {
      await outbox.append(tx, DoorUnlocked, unlocked('slow-1', 'held'));
      appended();
      await held;
    });
    await isAppended;
    await publish(owner, unlocked('quick', 'free'));
    const behind = publish(owner, unlocked('slow-2', 'held'));
    await until(() => heard.length === 1);
    letGo();
    await Promise.all([slow, behind]);
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(['quick', 'slow-1', 'slow-2']);
  });

  it('too large for NATS are refused before anything is written', async () => {
    const tooLarge = { ...unlocked('door'), containerId: 'x'.repeat(600_000) };
    await expect(publish(owner, tooLarge)).rejects.toThrow(/containerId|over 524288 bytes/);
  });

  it('carry the trace in which they were told to their readers', async () => {
    const told = childOf();
    await runInTrace(told, () => publish(owner, unlocked('traced')));
    await caughtUp(infrastructure);
    expect(traceIdOf(traces.get('traced'))).toBe(traceIdOf(told));
    expect(traces.get('traced')).not.toBe(told);
  });

  it('that break their own contract are refused before anything is written', async () => {
    const bad = { ...unlocked('door'), revision: 0 };
    await expect(publish(owner, bad)).rejects.toThrow(/revision/);
  });

  it('are tried again after a temporary failure', async () => {
    faults.of = ({ deliveryCount }) => (deliveryCount < 3 ? new Error('database asleep') : null);
    await publish(owner, unlocked('stubborn'));
    await caughtUp(infrastructure);
    expect(heard).toEqual([{ doorId: 'stubborn', deliveryCount: 3 }]);
    expect(await deadLetters(reader)).toEqual([]);
  });

  it.each(['40P01', '40001', '55P03'])(
    'that others in the database were in the way of (%s) are tried again, and it does not count',
    async (code) => {
      let failures = 0;
      faults.of = () => ((failures += 1) <= 4 ? Object.assign(new Error('in the way'), { code }) : null);
      await publish(owner, unlocked('hindered'));
      await caughtUp(infrastructure);
      expect(heard).toEqual([{ doorId: 'hindered', deliveryCount: 1 }]);
      expect(await deadLetters(reader)).toEqual([]);
    },
  );

  it('go to the dead letters with the reason after a permanent failure', async () => {
    await publish(owner, unlocked('poison'), unlocked('healthy'));
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(['healthy']);
    expect(await deadLetters(reader)).toEqual([
      { reason: 'nobody knows this door', deliveries: 1, station_id: 'trosterud' },
    ]);
  });

  it('wait in the outbox while NATS is down, and arrive once when it is back', async () => {
    await infrastructure.killNats();
    await publish(owner, unlocked('patient'));
    await infrastructure.startNats();
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(['patient']);
  });

  it('published twice have one effect', async () => {
    await publish(owner, unlocked('once'));
    await caughtUp(infrastructure);
    await owner.app.get(Database).query(`UPDATE outbox SET published_at = NULL WHERE body->>'doorId' = 'once'`);
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(['once']);
  });
});

describe('requests', () => {
  it('are answered by their owner', async () => {
    expect(await owner.app.get(Requests).ask(ListDoors, {})).toEqual({ outcome: 'ok', value: [] });
  });

  it('carry the trace in which they were asked', async () => {
    const asked = childOf();
    await runInTrace(asked, () => owner.app.get(Requests).ask(ListDoors, { stationId: 'traced' }));
    expect(traceIdOf(traces.get('request traced'))).toBe(traceIdOf(asked));
  });

  it('that break their contract are permanent failures with the fault', async () => {
    const outcome = await owner.app.get(Requests).ask(ListDoors, { stationId: 'Not An Id' });
    expect(outcome).toMatchObject({ outcome: 'permanent', reason: { code: 'invalid_request' } });
  });

  it('that their owner stumbles over are temporary failures without its inner words', async () => {
    const outcome = await owner.app.get(Requests).ask(ListDoors, { stationId: 'broken' });
    expect(outcome).toMatchObject({ outcome: 'temporary', reason: { code: 'failed' } });
    expect(JSON.stringify(outcome)).not.toContain('shelf');
  });
});

describe('snapshots', () => {
  it('give a reader that comes later the newest one of each station', async () => {
    const stations = await start('stations', infrastructure);
    const snapshot = (stationId: string, revision: number): StationChanged => ({
      stationId,
      revision,
      name: stationId,
      district: '',
      address: '',
      location: { latitude: 59.9, longitude: 10.8 },
      timeZone: 'Europe/Oslo',
      help: { phone: '22 00 00 00', text: { nb: 'Ring oss.', en: 'Call us.' } },
      simulated: true,
      hoursVersion: 1,
      openingHours: [],
      exceptions: [],
      closures: [],
      containers: [],
    });
    for (const station of [snapshot('a', 1), snapshot('a', 2), snapshot('b', 1)]) {
      await stations.app
        .get(Database)
        .transaction((tx) => stations.app.get(Outbox).append(tx, StationChanged, station));
    }
    await caughtUp(infrastructure);
    heard.length = 0;
    const late = await start('dropoffs', infrastructure, [Reader]);
    await caughtUp(infrastructure);
    expect(
      heard
        .map(({ doorId }) => doorId)
        .filter((id) => id.includes('@'))
        .sort(),
    ).toEqual(['a@2', 'b@1']);
    await Promise.all([stations.close(), late.close()]);
  });
});

describe('a service that ends', () => {
  it('answers first what it was asked', async () => {
    const answering = await start('dropoffs', infrastructure, [SlowAnswers]);
    await until(async () => (await owner.app.get(Requests).ask(ListLevels, {})).outcome === 'ok');
    const asked = owner.app.get(Requests).ask(ListLevels, {});
    await SlowAnswers.began;
    const closed = answering.close();
    SlowAnswers.letGo();
    expect(await asked).toEqual({ outcome: 'ok', value: [] });
    await closed;
  });
});

function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent?.split('-')[1];
}
