import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, type Transaction } from '@selvbetjent/database';
import { type RunningService } from '@selvbetjent/platform';
import { caughtUp, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { PermanentFailure } from './delivery';
import { deadLetters, faults, heard, publish, Reader, start, unlocked, until } from './messaging.test-kit';
import { openDeadLetters, republish, requestReplay } from './second-chance';

const SENT =
  /^messaging_client_sent_messages_total\{.*destination_template="access\.door\.unlocked\.v1\.\{station\}"\} (\d+)/m;

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

function queryOf(service: RunningService): Transaction['query'] {
  const database = service.app.get(Database);
  return (sql, parameters) => database.query(sql, parameters);
}

async function replayed(eventIds?: string[]): Promise<number> {
  const count = await requestReplay(queryOf(reader), eventIds);
  await until(async () => {
    const [row] = await queryOf(reader)<{ open: number }>(
      'SELECT count(*) AS open FROM dead_letters WHERE replay_requested_at IS NOT NULL',
    );
    return row?.open === 0;
  });
  return count;
}

describe('dead letters', () => {
  beforeEach(async () => {
    faults.of = () => new PermanentFailure('not yet');
    await publish(owner, unlocked('late'), unlocked('poison'));
    await caughtUp(infrastructure);
    expect(await deadLetters(reader)).toHaveLength(2);
    faults.of = () => null;
  });

  it('are handled when somebody asks, once their cause is mended', async () => {
    expect(await replayed()).toBe(2);
    expect(heard).toEqual([{ doorId: 'late', deliveryCount: 1 }]);
    expect(await openDeadLetters(queryOf(reader))).toMatchObject([
      { type: 'access.door.unlocked.v1', station_id: 'trosterud', reason: 'nobody knows this door' },
    ]);
  });

  it('are replayed one by one, and only while they are open', async () => {
    const [late] = await queryOf(reader)<{ event_id: string }>(
      `SELECT event_id FROM dead_letters WHERE body LIKE '%"late"%'`,
    );
    expect(await replayed([late?.event_id ?? ''])).toBe(1);
    expect(await replayed([late?.event_id ?? ''])).toBe(0);
    expect(heard).toHaveLength(1);
  });

  it('whose effect is there already have no second one', async () => {
    await replayed();
    await queryOf(reader)('UPDATE dead_letters SET replayed_at = NULL');
    expect(await replayed()).toBe(2);
    expect(heard).toEqual([{ doorId: 'late', deliveryCount: 1 }]);
  });
});

describe('facts that are published again', () => {
  it('go out under their first ids, and have no second effect', async () => {
    await publish(owner, unlocked('one'), unlocked('two', 'other-station'));
    await caughtUp(infrastructure);
    const before = await sent();
    const all = await republish(queryOf(owner));
    await caughtUp(infrastructure);
    expect((await sent()) - before).toBe(all);
    expect(heard.map(({ doorId }) => doorId).sort()).toEqual(['one', 'two']);
  });

  it('are chosen by type, station and time', async () => {
    await publish(owner, unlocked('here', 'chosen'), unlocked('there', 'spared'));
    await caughtUp(infrastructure);
    expect(await republish(queryOf(owner), { stationId: 'chosen' })).toBe(1);
    expect(await republish(queryOf(owner), { type: 'access.visit.opened.v1' })).toBe(0);
    expect(await republish(queryOf(owner), { since: new Date(Date.now() + 3_600_000) })).toBe(0);
    await caughtUp(infrastructure);
  });
});

async function sent(): Promise<number> {
  const metrics = await (await fetch(`${owner.url}/metrics`)).text();
  return Number(SENT.exec(metrics)?.[1] ?? 0);
}
