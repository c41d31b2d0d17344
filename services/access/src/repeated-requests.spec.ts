import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ActionResponse } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { randomUUID } from 'node:crypto';
import { type AccessSystem, aStation, keep, powerOnDoor, sqlOf, startAccess, until } from './access.test-kit';
import { RefusedRequestStore } from './refused-request.store';

const DOOR = 'dogn-ombruk';
let system: AccessSystem;
let door: SimulatedDoor;

beforeAll(async () => {
  system = await startAccess();
  await keep(system, aStation('dogn', '24/7'));
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: system.infrastructure.mqttUrl });
  await powerOnDoor(system, door, DOOR);
});

afterAll(async () => {
  await door?.powerOff();
  await system?.stop();
});

async function ask(request: { thingId: string; actionId?: string; requestId?: string }): Promise<ActionResponse> {
  return (await system.backend.execute({ actionId: 'unlock', ...request })).body!;
}

describe('a request for what does not exist', () => {
  it('gets the same answer again, also when there is such a door by then', async () => {
    const requestId = randomUUID();
    const first = await ask({ thingId: 'ny-ombruk', requestId });
    expect(first).toMatchObject({ status: 'ERROR_PERMANENT', errorDescription: { code: 'unknown_thing' } });
    await keep(system, aStation('ny', '24/7'));
    expect(await ask({ thingId: 'ny-ombruk', requestId })).toEqual(first);
    // Under a new id it is a door like others.
    expect(await ask({ thingId: 'ny-ombruk' })).toMatchObject({ errorDescription: { code: 'device_offline' } });
  });

  it('gets the same answer again when it asks for what exists', async () => {
    const requestId = randomUUID();
    const openings = door.journal.length;
    const first = await ask({ thingId: DOOR, actionId: 'lock', requestId });
    expect(first).toMatchObject({ status: 'ERROR_PERMANENT', errorDescription: { code: 'unknown_action' } });
    expect(await ask({ thingId: DOOR, requestId })).toEqual(first);
    expect(door.journal.length).toBe(openings);
  });

  it('does not take the place of what was recorded before', async () => {
    const requestId = randomUUID();
    const first = await ask({ thingId: DOOR, requestId });
    expect(first.status).toBe('SUCCESS');
    expect((await ask({ thingId: 'nowhere', requestId })).status).toBe('ERROR_PERMANENT');
    expect(await ask({ thingId: DOOR, requestId })).toEqual(first);
  });

  it('is forgotten after a week, and beyond the newest ten thousand', async () => {
    const fill = (kind: string, count: number, age: string) =>
      sqlOf(
        system,
        `INSERT INTO refused_requests SELECT sha256(($1 || n)::bytea), now() - $3::interval - n * interval '1 ms', '{}'
         FROM generate_series(1, $2::int) n`,
        [kind, count, age],
      );
    const kept = async () =>
      (await sqlOf<{ count: number }>(system, 'SELECT count(*) FROM refused_requests'))[0]!.count;
    const forget = () => system.access.app.get(RefusedRequestStore).forgetOld();
    await sqlOf(system, 'DELETE FROM refused_requests');
    await fill('old', 100, '7 days');
    await fill('young', 100, '6 days');
    await forget();
    expect(await kept()).toBe(100);
    await fill('flood', 10_050, '1 minute');
    await forget();
    expect(await kept()).toBe(10_000);
    expect(await sqlOf(system, `SELECT 1 FROM refused_requests WHERE refused_at < now() - interval '1 day'`)).toEqual(
      [],
    );
  });
});

describe('a token', () => {
  it('stays used when its decision could not be made', async () => {
    const request = { requestId: randomUUID(), thingId: DOOR, actionId: 'unlock', timeBudgetMillis: 5_000 };
    const token = await system.backend.token('action:execute', { request });
    const openings = door.journal.length;
    await sqlOf(system, 'ALTER TABLE door_allowances RENAME TO elsewhere');
    const failed = await system.backend.executeWith(token);
    await sqlOf(system, 'ALTER TABLE elsewhere RENAME TO door_allowances');
    expect(failed.body).toMatchObject({ errorDescription: { code: 'database_unavailable' } });
    expect((await system.backend.executeWith(token)).status).toBe(401);
    expect(door.journal.length).toBe(openings);
  });
});

describe('a press at a door that is busy', () => {
  it('is put off, says until when, and is decided afresh by its repeat', async () => {
    await door.setFaults({ slowMs: 700 });
    const requestId = randomUUID();
    const first = ask({ thingId: DOOR });
    await until(async () => (await sqlOf(system, `SELECT 1 FROM attempts WHERE state = 'granted'`)).length === 1);
    const second = await ask({ thingId: DOOR, requestId });
    expect(second).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code: 'device_busy' } });
    expect(second.errorDescription!.debugMessage).toMatch(/^one command at a time, until 2\d{3}-/);
    expect((await first).status).toBe('SUCCESS');
    expect((await ask({ thingId: DOOR, requestId })).status).toBe('SUCCESS');
    await door.setFaults({ slowMs: 0 });
  });

  it('at the same moment as another is one of two', async () => {
    const openings = door.journal.length;
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ thingId: DOOR })));
    const opened = answers.filter(({ status }) => status === 'SUCCESS').length;
    expect(opened).toBeGreaterThanOrEqual(1);
    expect(door.journal.length - openings).toBe(opened);
    const codes = new Set(answers.map(({ errorDescription }) => errorDescription?.code));
    expect([...codes].filter((code) => code && code !== 'device_busy')).toEqual([]);
  });
});
