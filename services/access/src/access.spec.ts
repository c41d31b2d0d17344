import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DeniedAttempts, type UnmetDemand } from '@selvbetjent/contracts';
import { type ActionResponse, badTokens, generateSigningKey } from '@selvbetjent/oslonokkelen';
import { realTime, SimulatedDoor } from '@selvbetjent/simulation';
import { caughtUp } from '@selvbetjent/testing';
import { type AccessSystem, aStation, keep, powerOnDoor, sqlOf, startAccess, until } from './access.test-kit';
import { AttemptStore } from './attempt.store';
import { BuildManifest } from './build-manifest';
import { CountDeniedAttemptsHandler } from './count-denied-attempts';
import { ListUnmetDemandHandler } from './list-unmet-demand';

const DOOR = 'dogn-ombruk';
let system: AccessSystem;
let door: SimulatedDoor;
/** Added to the door's monotonic clock. */
let skippedMs = 0;

beforeAll(async () => {
  system = await startAccess();
  await keep(system, aStation('dogn', '24/7'));
  await keep(system, aStation('stengt', 'off'));
});

afterAll(() => system?.stop());

beforeEach(async () => {
  skippedMs = 0;
  const environment = { ...realTime, monotonicMs: () => realTime.monotonicMs() + skippedMs };
  const { mqttUrl } = system.infrastructure;
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl, environment });
  await powerOnDoor(system, door, DOOR);
});

afterEach(() => door.powerOff());

function sql<Row>(query: string, parameters: unknown[] = []): Promise<Row[]> {
  return sqlOf<Row>(system, query, parameters);
}

async function unlock(
  thingId = DOOR,
  more: { requestId?: string; timeBudgetMillis?: number } = {},
): Promise<ActionResponse> {
  const answer = await system.backend.execute({ thingId, actionId: 'unlock', ...more });
  expect(answer.status).toBe(200);
  return answer.body!;
}

async function attemptStates(): Promise<string[]> {
  const rows = await sql<{ state: string }>('SELECT state FROM attempts ORDER BY requested_at');
  return rows.map(({ state }) => state);
}

describe('unlocking', () => {
  it('is a SUCCESS only after the door itself has confirmed, and becomes a visit', async () => {
    const answer = await unlock();
    expect(answer).toMatchObject({ status: 'SUCCESS' });
    expect(answer.endUserMessage?.text).toContain('låst opp');
    expect(door.journal).toHaveLength(1);

    expect(door.openFromOutside()).toBe(true);
    skippedMs = 10_000;
    door.close();
    await until(async () => (await sql('SELECT 1 FROM visits WHERE closed_at IS NOT NULL')).length === 1);
    expect((await attemptStates()).at(-1)).toBe('closed');
    const attempts = () => system.access.app.get(AttemptStore).list('dogn', { before: null, cursor: null, limit: 1 });
    const [visit] = await sql<{ leaf_opened_at: Date }>('SELECT leaf_opened_at FROM visits');
    expect(await attempts()).toMatchObject([{ state: 'closed', leafOpenedAt: visit?.leaf_opened_at }]);
    expect(visit?.leaf_opened_at).toBeInstanceOf(Date);
    await sql('UPDATE visits SET leaf_opened_at = NULL');
    expect(await attempts()).toMatchObject([{ state: 'closed', leafOpenedAt: null }]);
    await until(() => door.pendingChanges === 0);
    await caughtUp(system.infrastructure);
    const rows = await sql<{ type: string }>(`SELECT envelope->>'type' AS type FROM outbox ORDER BY position`);
    const facts = rows.map(({ type }) => type);
    // Attempt and visit are recorded side by side: the door tells of both at once.
    const ofVisit = facts.filter((type) => type.startsWith('access.visit.'));
    expect(ofVisit).toEqual(['access.visit.opened.v1', 'access.visit.closed.v1']);
    expect(facts.filter((type) => !ofVisit.includes(type))).toEqual(['access.door.unlocked.v1']);
  }, 90_000);

  it('is denied outside opening hours with the reason and what to do, and nothing is sent', async () => {
    const answer = await unlock('stengt-ombruk');
    expect(answer).toMatchObject({ status: 'DENIED', deniedReason: { code: 'outside_hours' } });
    expect(answer.endUserMessage?.text).toMatch(/Stengt.*22 00 00 00/s);
    expect(door.journal).toHaveLength(0);
  });

  it('counts who was refused for the hours, and whom other hours would have served', async () => {
    const counted = async (hours: string) => {
      const validFrom = new Date().toISOString().slice(0, 10);
      const counting = system.access.app.get(CountDeniedAttemptsHandler);
      return (await counting.handle({ stationId: 'stengt', validFrom, hours })) as { value: DeniedAttempts };
    };
    const { value: before } = await counted('off');
    await unlock('stengt-ombruk');
    const denied = before.denied + 1;
    expect(await counted('24/7')).toMatchObject({ value: { days: 28, denied, wouldServe: denied } });
    expect(await counted('off')).toMatchObject({ value: { denied, wouldServe: 0 } });
    expect(await counted('sometimes')).toMatchObject({ outcome: 'denied', reason: { code: 'bad_hours' } });
  });

  it('tells when somebody came in vain, and who tries again at once only once', async () => {
    const listing = system.access.app.get(ListUnmetDemandHandler);
    await sql(`DELETE FROM attempts WHERE station_id = 'stengt'`);
    for (let press = 0; press < 3; press += 1) await unlock('stengt-ombruk');
    const { value } = (await listing.handle({ stationId: 'stengt', weeks: 4 })) as { value: UnmetDemand };
    expect(value).toMatchObject({ weeks: 4, presses: 3, hours: [{ times: 1 }] });
    await sql(`UPDATE attempts SET requested_at = '2026-01-05T20:30:00Z' WHERE station_id = 'stengt'`);
    expect(await listing.handle({ stationId: 'stengt', weeks: 4 })).toMatchObject({ value: { presses: 0, hours: [] } });
    expect(await listing.handle({ stationId: 'ukjent', weeks: 4 })).toMatchObject({ outcome: 'denied' });
  });

  it('offers and opens no door from the instant on that it, its container or its station is retired', async () => {
    const retiredAt = new Date().toISOString();
    const whole = aStation('nedlagt', '24/7', { retiredAt });
    const [container] = aStation('nedlagt-2', '24/7').containers;
    if (!container) throw new Error('A station has a container');
    const inPart = aStation('nedlagt-2', '24/7', {
      containers: [
        { ...container, id: 'a', retiredAt, doors: [{ id: 'nedlagt-a', dialect: 'selvbetjent', exposed: true }] },
        { ...container, id: 'b', doors: [{ id: 'nedlagt-b', dialect: 'selvbetjent', exposed: true, retiredAt }] },
        { ...container, id: 'c', doors: [{ id: 'i-bruk', dialect: 'selvbetjent', exposed: true }] },
      ],
    });
    for (const station of [whole, inPart]) await keep(system, station);
    const { things } = await system.access.app.get(BuildManifest).handle();
    expect(things.map(({ id }) => id).filter((id) => /nedlagt|i-bruk/.test(id))).toEqual(['i-bruk']);
    for (const thingId of ['nedlagt-ombruk', 'nedlagt-a', 'nedlagt-b']) {
      expect(await unlock(thingId)).toMatchObject({ status: 'ERROR_PERMANENT' });
    }
    await keep(system, { ...inPart, retiredAt, revision: 2 });
    expect(await unlock('i-bruk')).toMatchObject({ status: 'ERROR_PERMANENT' });
  });

  it('obeys new hours at the next press, and an older revision changes nothing', async () => {
    const closure = {
      id: 'is',
      from: new Date(Date.now() - 1_000).toISOString(),
      until: null,
      containers: null,
      appliesTo: 'residents' as const,
      reason: { nb: 'Is på plassen', en: 'Ice' },
    };
    await keep(system, aStation('dogn', '24/7', { revision: 3, closures: [closure] }));
    await keep(system, aStation('dogn', '24/7', { revision: 2 }));
    expect(await unlock()).toMatchObject({
      status: 'DENIED',
      deniedReason: { code: 'closure' },
      endUserMessage: { text: expect.stringContaining('Is på plassen') as unknown },
    });
    await keep(system, aStation('dogn', '24/7', { revision: 4 }));
    expect(await unlock()).toMatchObject({ status: 'SUCCESS' });
  });

  it('answers a repeated request as recorded and opens once', async () => {
    const first = await unlock(DOOR, { requestId: 'same' });
    const again = await Promise.all([unlock(DOOR, { requestId: 'same' }), unlock(DOOR, { requestId: 'same' })]);
    expect(again).toEqual([first, first]);
    expect(door.journal).toHaveLength(1);
  });

  it.each([
    ['jammed', { jammed: true }, 'jammed'],
    ['refusing', { refusing: true }, 'refused'],
    ['mute', { mute: true }, 'no_answer'],
    ['answering for another command', { answersForOther: true }, 'no_answer'],
    ['too slow to answer', { lateAnswerMs: 4_000 }, 'no_answer'],
  ])('is never a SUCCESS at a door that is %s', async (_name, faults, code) => {
    await door.setFaults(faults);
    const answer = await unlock(DOOR, { timeBudgetMillis: 1_500 });
    expect(answer).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code } });
  });

  it('is decided afresh by a repeat when surely nothing had opened', async () => {
    await door.setFaults({ refusing: true });
    expect(await unlock(DOOR, { requestId: 'twice' })).toMatchObject({ status: 'ERROR_TEMPORARY' });
    await door.setFaults({ refusing: false });
    expect(await unlock(DOOR, { requestId: 'twice' })).toMatchObject({ status: 'SUCCESS' });
  });

  it('sends nothing to a door that is offline, and nothing later when it comes back', async () => {
    await door.setFaults({ offline: true });
    await until(async () => (await sql('SELECT 1 FROM doors WHERE online IS FALSE')).length > 0);
    const answer = await unlock();
    expect(answer).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code: 'device_offline' } });
    await door.setFaults({ offline: false });
    await until(async () => (await sql('SELECT 1 FROM doors WHERE online')).length > 0);
    expect(door.journal).toHaveLength(0);
  });

  it.each([0, -5, 700])('sends nothing within a budget of %d ms', async (timeBudgetMillis) => {
    expect(await unlock(DOOR, { timeBudgetMillis })).toMatchObject({
      status: 'ERROR_TEMPORARY',
      errorDescription: { code: 'too_late' },
    });
    expect(door.journal).toHaveLength(0);
  });

  it('works while NATS is down', async () => {
    await system.infrastructure.killNats();
    expect(await unlock()).toMatchObject({ status: 'SUCCESS' });
    await system.infrastructure.startNats();
    await caughtUp(system.infrastructure);
  });

  it('works again after the devices’ broker was away', async () => {
    await system.infrastructure.killMqtt();
    expect(await unlock(DOOR, { timeBudgetMillis: 1_000 })).toMatchObject({ status: 'ERROR_TEMPORARY' });
    await system.infrastructure.startMqtt();
    await until(async () => (await unlock()).status === 'SUCCESS');
  });
});

describe('the adapter', () => {
  it('refuses every bad token with the same small answer, and nothing opens', async () => {
    const { privateJwk } = await generateSigningKey('stranger');
    const audience = system.access.url;
    const tokens = badTokens({
      privateJwk,
      issuer: audience,
      audience,
      scope: 'action:execute',
      now: new Date(),
    });
    const answers = new Set<string>();
    for (const { token } of tokens) {
      const response = await fetch(`${system.access.url}/oslonokkelen/execute`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`.replace(/[^\x20-\x7e]/g, '?') },
      });
      answers.add(`${response.status} ${await response.text()}`);
    }
    // Beyond 16 KiB of headers the HTTP server itself refuses.
    expect([...answers].sort()).toEqual(['401 unauthorized', expect.stringMatching(/^431 .*"http_431"/)]);
    expect(door.journal).toHaveLength(0);
  });

  it('takes a token once', async () => {
    const request = { requestId: 'r1', thingId: DOOR, actionId: 'unlock', timeBudgetMillis: 5_000 };
    const token = await system.backend.token('action:execute', { request });
    const answers = await Promise.all([1, 2, 3].map(() => system.backend.executeWith(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect(door.journal).toHaveLength(1);
  });

  it('does not let a scrape token open a door', async () => {
    const token = await system.backend.token('manifest:scrape', {
      request: { requestId: 'r2', thingId: DOOR, actionId: 'unlock' },
    });
    expect((await system.backend.executeWith(token)).status).toBe(401);
  });

  it('answers GET execute with 405, a broken request and unknown things permanently', async () => {
    expect((await fetch(`${system.access.url}/oslonokkelen/execute`)).status).toBe(405);
    const broken = await system.backend.executeWith(await system.backend.token('action:execute', { request: {} }));
    expect(broken.body).toMatchObject({ status: 'ERROR_PERMANENT', errorDescription: { code: 'bad_request' } });
    expect(await unlock('nobody')).toMatchObject({ errorDescription: { code: 'unknown_thing' } });
    const answer = await system.backend.execute({ thingId: DOOR, actionId: 'lock' });
    expect(answer.body).toMatchObject({ errorDescription: { code: 'unknown_action' } });
  });

  it('tells the doors and their states, and 304 when nothing changed', async () => {
    const first = await system.backend.scrapeManifest();
    expect(first.body?.things.map(({ id }) => id)).toEqual([DOOR, 'stengt-ombruk']);
    expect(first.body?.things[0]?.states).toContainEqual(expect.objectContaining({ kind: 'locked', value: 'LOCKED' }));
    expect((await system.backend.scrapeManifest()).status).toBe(304);
    door.openFromInside();
    await until(async () => (await sql('SELECT 1 FROM doors WHERE open')).length > 0);
    const later = await system.backend.scrapeManifest();
    expect(later.status).toBe(200);
    expect(later.body!.version).toBeGreaterThan(first.body!.version);
    door.close();
  });

  it('keeps neither tokens nor request ids readable', async () => {
    await unlock(DOOR, { requestId: 'a-very-private-request-id' });
    const rows = await sql<{ row: string }>(
      'SELECT a::text AS row FROM attempts a UNION ALL SELECT t::text FROM used_tokens t',
    );
    expect(rows.map(({ row }) => row).join('\n')).not.toContain('a-very-private-request-id');
  });
});
