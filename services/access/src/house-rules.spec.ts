import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Container } from '@selvbetjent/contracts';
import { type ActionResponse } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { connectAsync } from 'mqtt';
import { type AccessSystem, aStation, keep, powerOnDoor, sqlOf, startAccess, until } from './access.test-kit';
import { DoorRate } from './door-claim.store';
import { EndOverdueVisits } from './end-overdue-visits';
import { RecordDoorChanges } from './record-door-changes';
import { StationStore } from './station.store';

const DOOR = 'dogn-ombruk';
const HOUR_MS = 3_600_000;
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

async function unlock(
  thingId: string,
  more: { requestId?: string; timeBudgetMillis?: number } = {},
): Promise<ActionResponse> {
  return (await system.backend.execute({ thingId, actionId: 'unlock', ...more })).body!;
}

function withContainer(stationId: string, container: Partial<Container>, staffedHours: string) {
  const station = aStation(stationId, '24/7');
  return { ...station, staffedHours, containers: station.containers.map((one) => ({ ...one, ...container })) };
}

describe('a container that residents may not use alone', () => {
  const code = { errorDescription: { code: 'device_offline' } };
  const denied = { status: 'DENIED', deniedReason: { code: 'staffed_only' } };

  it.each([
    ['staffed, while staff are there', { access: 'staffed' }, '24/7', code],
    ['staffed, while nobody is there', { access: 'staffed' }, 'off', denied],
    ['with hazardous waste, while staff are there', { stream: 'hazardous' }, '24/7', code],
    ['with hazardous waste, while nobody is there', { stream: 'hazardous' }, 'off', denied],
  ] as const)('%s', async (name, container, staffedHours, expected) => {
    const id = name.replace(/[^a-z]/g, '').slice(-30);
    await keep(system, withContainer(id, container, staffedHours));
    expect(await unlock(`${id}-ombruk`, { timeBudgetMillis: 2_500 })).toMatchObject(expected);
  });
});

describe('every answer', () => {
  it.each([
    ['SUCCESS', DOOR, {}],
    ['DENIED', 'natt-ombruk', {}],
    ['ERROR_TEMPORARY', 'taus-ombruk', { timeBudgetMillis: 900 }],
  ])('%s says whom to call, how to get out, and where to read more', async (status, thingId, more) => {
    await keep(system, aStation('natt', 'off'));
    await keep(system, aStation('taus', '24/7'));
    const answer = await unlock(thingId, more);
    expect(answer.status).toBe(status);
    expect(answer.endUserMessage?.text).toMatch(/Ring 22 00 00 00.*innenfra/);
    expect(answer.endUserMessage?.link?.url).toMatch(/\/stasjon\/(dogn|natt|taus)$/);
  });

  it('about what we do not know sends people to the number on the door', async () => {
    const answer = await unlock('ukjent');
    expect(answer).toMatchObject({ status: 'ERROR_PERMANENT', errorCategory: 'API_ERROR' });
    expect(answer.endUserMessage?.text).toMatch(/nummeret som står på døren.*innenfra/);
    expect(answer.endUserMessage?.link).toBeDefined();
  });
});

describe('a repeat without time', () => {
  it.each([0, -5])('of %d ms gets the recorded answer, and nothing is sent', async (timeBudgetMillis) => {
    const requestId = `once-${timeBudgetMillis}`;
    const first = await unlock(DOOR, { requestId });
    const sent = door.journal.length;
    expect(first.status).toBe('SUCCESS');
    expect(await unlock(DOOR, { requestId, timeBudgetMillis })).toEqual(first);
    expect(door.journal).toHaveLength(sent);
  });

  it('of a request that opened nothing comes too late once more', async () => {
    const requestId = 'never';
    expect(await unlock(DOOR, { requestId, timeBudgetMillis: 700 })).toMatchObject({
      errorDescription: { code: 'too_late' },
    });
    expect(await unlock(DOOR, { requestId, timeBudgetMillis: 0 })).toMatchObject({
      errorDescription: { code: 'too_late' },
    });
  });
});

it('a door gets so many commands a minute, and its allowance grows again with time', async () => {
  const leftNow = () =>
    sqlOf<{ left: number }>(system, `SELECT commands_left AS left FROM door_allowances WHERE door_id = $1`, [DOOR]);
  expect((await leftNow())[0]?.left).toBeLessThan(system.access.app.get(DoorRate).perMinute);
  await sqlOf(
    system,
    `UPDATE door_allowances SET commands_left = 0.4, at = now() + interval '1 s' WHERE door_id = $1`,
    [DOOR],
  );
  const refused = await unlock(DOOR, { requestId: 'eager' });
  expect(refused).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code: 'rate_limited' } });
  await sqlOf(system, `UPDATE door_allowances SET at = now() - interval '2 s' WHERE door_id = $1`, [DOOR]);
  expect(await unlock(DOOR, { requestId: 'eager' })).toMatchObject({ status: 'SUCCESS' });
});

it('strangers on the broker are counted and leave no trace in the database', async () => {
  const stranger = await connectAsync(system.infrastructure.mqttUrl, { protocolVersion: 4 });
  const say = (topic: string, body: object) =>
    stranger.publishAsync(`selvbetjent/v1/${topic}`, JSON.stringify(body), { qos: 1 });
  for (let seq = 1; seq <= 50; seq += 1) await say('dogn/fremmed/state', { boot: 'b', seq, open: true });
  await say(`nabo/${DOOR}/online`, { boot: 'b', online: false });
  const [container] = aStation('veid', '24/7').containers;
  const scale = { id: 'veid-vekt', dialect: 'selvbetjent' as const, resolutionGrams: 100, maxKg: 3_000 };
  await keep(system, aStation('veid', '24/7', { containers: [{ ...container!, scales: [scale] }] }));
  await say('veid/veid-vekt/online', { boot: 'b', online: true });
  await stranger.endAsync(true);
  const counted = async (channel: string): Promise<number> => {
    const metrics = await (await fetch(`${system.access.url}/metrics`)).text();
    return Number(new RegExp(`unknown_device_messages_total\\{channel="${channel}"\\} (\\d+)`).exec(metrics)?.[1]);
  };
  await until(async () => (await counted('state')) === 50 && (await counted('online')) === 1);
  expect(await sqlOf(system, `SELECT 1 FROM doors WHERE door_id = 'fremmed'`)).toEqual([]);
  expect(await sqlOf(system, `SELECT online FROM doors WHERE door_id = $1`, [DOOR])).toEqual([{ online: true }]);
});

it('a visit whose doors fall silent ends by time-out, marked, not while they tell of their past, and a closing told later corrects it', async () => {
  await keep(system, aStation('glemt', '24/7'));
  const place = (await system.access.app.get(StationStore).findDoor('glemt-ombruk'))!;
  const openedAt = new Date(Date.now() - 4 * HOUR_MS - 60_000);
  const report = (seq: number, at: Date, open: boolean) =>
    system.access.app.get(RecordDoorChanges).handle({
      ...{ place, boot: 'b', changes: [{ seq, at, open, locked: !open }], rejected: [] },
      ...{ isComplete: false, isLive: false, correct: (raw: Date) => raw, receivedAt: new Date() },
    });
  const visits = () =>
    sqlOf(system, `SELECT closed_at, closed_by FROM visits WHERE station_id = 'glemt' AND NOT withdrawn`);
  await report(1, openedAt, true);
  await system.access.app.get(EndOverdueVisits).handle();
  expect(await visits()).toEqual([{ closed_at: null, closed_by: null }]);

  await sqlOf(system, `UPDATE door_changes SET received_at = now() - interval '11 minutes' WHERE station_id = 'glemt'`);
  await system.access.app.get(EndOverdueVisits).handle();
  expect(await visits()).toEqual([{ closed_at: new Date(openedAt.getTime() + 4 * HOUR_MS), closed_by: 'time-out' }]);

  const closedAt = new Date(openedAt.getTime() + HOUR_MS);
  await report(2, closedAt, false);
  expect(await visits()).toEqual([{ closed_at: closedAt, closed_by: 'doors' }]);
});
