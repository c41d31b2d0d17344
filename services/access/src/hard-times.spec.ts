import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ActionResponse } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { Client } from 'pg';
import { type AccessSystem, aStation, keep, powerOnDoor, sqlOf, startAccess, until } from './access.test-kit';
import { LiveDoors } from './doors/live-doors';
import { EndAbandonedAttempts } from './end-abandoned-attempts';
import { ListAccess } from './list-access';
import { RecordDoorChanges } from './record-door-changes';
import { StationStore } from './station.store';
import { WatchContacts } from './watch-contacts';

const DOOR = 'dogn-ombruk';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let system: AccessSystem;
let door: SimulatedDoor;

beforeAll(async () => {
  system = await startAccess();
  await keep(system, aStation('dogn', '24/7'));
  await keep(system, aStation('nabo', '24/7'));
});

afterAll(() => system?.stop());

beforeEach(async () => {
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: system.infrastructure.mqttUrl });
  await powerOnDoor(system, door, DOOR);
});

afterEach(() => door.powerOff());

async function unlock(
  thingId = DOOR,
  more: { requestId?: string; timeBudgetMillis?: number } = {},
  backend = system.backend,
): Promise<ActionResponse> {
  return (await backend.execute({ thingId, actionId: 'unlock', ...more })).body!;
}

/** One that has heard of the door. */
async function startReplica(): ReturnType<AccessSystem['startReplica']> {
  const replica = await system.startReplica();
  const live = replica.access.app.get(LiveDoors);
  await until(async () => {
    await door.setFaults({ mute: false });
    return live.freshNonce({ stationId: 'dogn', doorId: DOOR }) !== null;
  });
  return replica;
}

/** As if PostgreSQL hung for everything that touches the table. */
async function hangs(table: string, meanwhile: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: system.infrastructure.databaseUrl });
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE access.${table} IN ACCESS EXCLUSIVE MODE`);
    await meanwhile();
  } finally {
    await client.end();
  }
}

async function attemptCount(): Promise<number> {
  return (await sqlOf(system, 'SELECT 1 FROM attempts')).length;
}

/** Of the newest attempt, once it has ended. */
async function lastEnding(): Promise<{ state: string; reason: string | null }> {
  const query = 'SELECT state, reason FROM attempts ORDER BY requested_at DESC LIMIT 1';
  const read = () => sqlOf<{ state: string; reason: string | null }>(system, query);
  await until(async () => (await read())[0]?.state !== 'granted');
  return (await read())[0]!;
}

describe('a request id', () => {
  it('that was used for one door never answers for another', async () => {
    expect(await unlock(DOOR, { requestId: 'one' })).toMatchObject({ status: 'SUCCESS' });
    expect(await unlock('nabo-ombruk', { requestId: 'one' })).toMatchObject({
      status: 'ERROR_PERMANENT',
      errorDescription: { code: 'bad_request' },
    });
    expect(await unlock(DOOR, { requestId: 'one' })).toMatchObject({ status: 'SUCCESS' });
    expect(door.journal).toHaveLength(1);
  });

  it('whose process died half-way ends unknown, stays so, and frees the door', async () => {
    await unlock(DOOR, { requestId: 'died' });
    await sqlOf(
      system,
      `UPDATE attempts SET state = 'granted', answer = NULL, deadline_at = now() - interval '3 s'
       WHERE requested_at = (SELECT max(requested_at) FROM attempts)`,
    );
    expect(await unlock()).toMatchObject({ errorDescription: { code: 'device_busy' } });
    await system.access.app.get(EndAbandonedAttempts).handle();
    const repeated = await unlock(DOOR, { requestId: 'died' });
    expect(repeated).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code: 'interrupted' } });
    expect(door.journal).toHaveLength(1);
    expect(await unlock()).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('two replicas', () => {
  it('open once for one request and take a token once', async () => {
    const { backend } = await startReplica();
    const both = [system.backend, backend];
    const repeats = both.flatMap((side) => [1, 2, 3].map(() => unlock(DOOR, { requestId: 'both' }, side)));
    expect((await Promise.all(repeats)).map(({ status }) => status)).toEqual(Array(6).fill('SUCCESS'));
    expect(door.journal).toHaveLength(1);

    const claim = { requestId: 'token', thingId: DOOR, actionId: 'unlock' };
    const token = await backend.token('action:execute', { request: claim });
    const uses = await Promise.all([...both, ...both].map((side) => side.executeWith(token)));
    expect(uses.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect(door.journal).toHaveLength(2);

    const crowd = await Promise.all([...both, ...both, ...both].map((side) => unlock(DOOR, {}, side)));
    expect(crowd.filter(({ status }) => status === 'SUCCESS')).toHaveLength(door.journal.length - 2);
  });
});

it('a service that stops first answers those who wait at a door', async () => {
  const { access, backend } = await startReplica();
  await door.setFaults({ lateAnswerMs: 300 });
  const answer = unlock(DOOR, {}, backend);
  await until(() => door.journal.length === 1);
  await access.close();
  expect(await answer).toMatchObject({ status: 'SUCCESS' });
  expect(await lastEnding()).toEqual({ state: 'unlocked', reason: null });
});

describe('while PostgreSQL hangs', () => {
  it.each([1_000, 700])('a request of %d ms is answered, and nothing is sent later', async (timeBudgetMillis) => {
    const before = await attemptCount();
    await hangs('attempts', async () => {
      expect(await unlock(DOOR, { timeBudgetMillis })).toMatchObject({
        status: 'ERROR_TEMPORARY',
        errorDescription: { code: 'unanswered' },
      });
    });
    await until(async () => (await attemptCount()) > before);
    expect(await lastEnding()).toEqual({ state: 'failed', reason: 'too_late' });
    expect(door.journal).toHaveLength(0);
  });

  it('what the door has confirmed is told all the same', async () => {
    await door.setFaults({ lateAnswerMs: 300 });
    const answer = unlock(DOOR, { timeBudgetMillis: 2_000 });
    await until(() => door.journal.length === 1);
    await hangs('attempts', async () => {
      expect(await answer).toMatchObject({ status: 'SUCCESS' });
    });
    expect(await lastEnding()).toEqual({ state: 'unlocked', reason: null });
  });

  it('a confirmation does not queue behind what the door said before', async () => {
    await door.setFaults({ lateAnswerMs: 300 });
    await hangs('doors', async () => {
      expect(await unlock()).toMatchObject({ status: 'SUCCESS' });
    });
  });
});

describe('a copy of a station', () => {
  it.each([
    ['hours', aStation('rar', 'når vi vil')],
    ['time zone', aStation('rar', '24/7', { timeZone: 'Mars/Olympus' })],
    ['container hours', aStation('rar', '24/7', { containers: withHours('ofte') })],
  ])('with unreadable %s is closed', async (_name, station) => {
    const [{ revision } = { revision: 0 }] = await sqlOf<{ revision: number }>(
      system,
      `SELECT revision FROM stations WHERE station_id = 'rar'`,
    );
    await keep(system, { ...station, revision: revision + 1 });
    expect(await unlock('rar-ombruk')).toMatchObject({ status: 'DENIED', deniedReason: { code: 'hours_unknown' } });
  });

  it('is too old to trust 7 days after its owner sent it, whenever it came', async () => {
    const weekOld = new Date(Date.now() - 7 * DAY_MS - 1_000);
    await keep(system, aStation('stille', '24/7'), weekOld);
    expect(await unlock('stille-ombruk')).toMatchObject({ deniedReason: { code: 'hours_unknown' } });
    await keep(system, aStation('stille', '24/7'));
    await keep(system, aStation('stille', '24/7'), weekOld);
    expect(await unlock('stille-ombruk', { timeBudgetMillis: 900 })).toMatchObject({
      errorDescription: { code: 'device_offline' },
    });
  });

  it('that its owner has not confirmed for more than an hour is obeyed, and both staff and operators are told', async () => {
    const unconfirmed = async (): Promise<(string | undefined)[]> => {
      const doors = await system.access.app.get(ListAccess).doors('taus');
      return doors.map(({ hoursUnconfirmedSince }) => hoursUnconfirmedSince);
    };
    const sentAt = new Date(Date.now() - 2 * HOUR_MS);
    await keep(system, aStation('taus', '24/7'), sentAt);
    expect(await unlock('taus-ombruk', { timeBudgetMillis: 900 })).toMatchObject({
      errorDescription: { code: 'device_offline' },
    });
    expect(await unconfirmed()).toEqual([sentAt.toISOString()]);
    await system.access.app.get(WatchContacts).handle();
    const metrics = await (await fetch(`${system.access.url}/metrics`)).text();
    expect(Number(/contact_seconds\{station="taus"\} ([\d.]+)/.exec(metrics)?.[1])).toBeGreaterThan(7_000);
    await keep(system, aStation('taus', '24/7'));
    expect(await unconfirmed()).toEqual([undefined]);
  });

  it.each(['residents', 'everyone'] as const)('with a closure for %s is closed', async (appliesTo) => {
    const reason = { nb: 'Is', en: 'Ice' };
    const closure = { id: 'is', from: '2026-01-01T00:00:00Z', until: null, containers: ['ombruk'], appliesTo, reason };
    await keep(system, aStation(`is-${appliesTo}`, '24/7', { closures: [closure] }));
    expect(await unlock(`is-${appliesTo}-ombruk`)).toMatchObject({ deniedReason: { code: 'closure' } });
  });

  it('that is about to close sends no command that could outlive the hours', async () => {
    const from = new Date(Date.now() + 450).toISOString();
    const reason = { nb: 'Is', en: 'Ice' };
    const closure = { id: 'is', from, until: null, containers: null, appliesTo: 'residents' as const, reason };
    await keep(system, aStation('dogn', '24/7', { revision: 2, closures: [closure] }));
    expect((await unlock()).status).not.toBe('SUCCESS');
    expect(door.journal).toHaveLength(0);
    await keep(system, aStation('dogn', '24/7', { revision: 3 }));
    expect((await unlock()).status).toBe('SUCCESS');
  });

  it('opens no door that is not exposed, not simulated, or gone from it', async () => {
    const [container] = aStation('skjult', '24/7').containers;
    const [only] = container!.doors;
    const hidden = [{ ...container!, doors: [{ ...only!, exposed: false }] }];
    await keep(system, aStation('skjult', '24/7', { containers: hidden }));
    await keep(system, aStation('ekte', '24/7', { simulated: false }));
    await keep(system, aStation('borte', '24/7'));
    await keep(system, aStation('borte', '24/7', { revision: 2, containers: [] }));
    for (const id of ['skjult', 'ekte', 'borte']) {
      expect(await unlock(`${id}-ombruk`)).toMatchObject({ errorDescription: { code: 'unknown_thing' } });
    }
  });
});

describe('visits', () => {
  let seq = 0;
  async function report(stationId: string, changes: [Date, { open?: boolean; locked?: boolean }][]): Promise<void> {
    const place = (await system.access.app.get(StationStore).findDoor(`${stationId}-ombruk`))!;
    const numbered = changes.map(([at, position]) => ({ seq: (seq += 1), at, ...position }));
    const message = { place, boot: 'b', changes: numbered, rejected: [], isComplete: false, isLive: false };
    const news = { ...message, correct: (at: Date) => at, receivedAt: new Date() };
    await system.access.app.get(RecordDoorChanges).handle(news);
  }

  function visits(stationId: string): Promise<{ opened_at: Date; closed_by: string }[]> {
    const query = 'SELECT opened_at, closed_by FROM visits WHERE station_id = $1 AND NOT withdrawn ORDER BY opened_at';
    return sqlOf(system, query, [stationId]);
  }

  const at = (minutes: number): Date => new Date(Date.parse('2026-11-20T06:00:00Z') + minutes * 60_000);

  it('of eight hours ago are not told again, cut in half, by later ones', async () => {
    await keep(system, aStation('travel', '24/7'));
    await report('travel', [
      [at(0), { locked: false }],
      [at(10), { open: true }],
      [at(20), { open: false, locked: true }],
    ]);
    await report('travel', [
      [at(8 * 60 + 5), { locked: false }],
      [at(8 * 60 + 6), { locked: true }],
    ]);
    expect((await visits('travel')).map((visit) => visit.opened_at)).toEqual([at(0), at(8 * 60 + 5)]);
  });

  it('that were never told to end do so by the next one, however late', async () => {
    await keep(system, aStation('glemt', '24/7'));
    await report('glemt', [[at(0), { open: true }]]);
    await report('glemt', [
      [at(3 * 24 * 60), { open: true }],
      [at(3 * 24 * 60 + 1), { open: false, locked: true }],
    ]);
    expect((await visits('glemt')).map((visit) => visit.closed_by)).toEqual(['time-out', 'doors']);
  });
});

describe('the body of a call', () => {
  it.each(['{"broken', 'x'.repeat(200_000)])('is ignored, whatever it is', async (body) => {
    const request = { requestId: `body-${body.length}`, thingId: DOOR, actionId: 'unlock' };
    const token = await system.backend.token('action:execute', { request });
    const call = (authorization: string): Promise<Response> =>
      fetch(`${system.access.url}/oslonokkelen/execute`, {
        method: 'POST',
        body,
        headers: { authorization, 'content-type': 'application/json' },
      });
    expect((await call(`Bearer ${token}`)).status).toBe(200);
    const refused = await call('Bearer nonsense');
    expect([refused.status, await refused.text()]).toEqual([401, 'unauthorized']);
  });
});

function withHours(hours: string) {
  return aStation('rar', '24/7').containers.map((container) => ({ ...container, hours }));
}
