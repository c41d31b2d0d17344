import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FactDescription, factOf, factSubject, VisitWithdrawn } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { NatsLink } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { FixedClock, freePort } from '@selvbetjent/testing';
import { type SessionStore } from './sign-in/session.store';
import { SessionWatch } from './sign-in/session-watch';
import { describePortal } from './portal.module';
import { Subject } from 'rxjs';
import { OPERATOR, TestingPortal } from './testing-portal.test-kit';

type Headers = Record<string, string>;

let portal: TestingPortal;
let replica: RunningService;

beforeAll(async () => {
  portal = await TestingPortal.start();
  replica = await startService(describePortal({ ...portal.config, port: await freePort() }));
});

afterAll(async () => {
  await replica?.close();
  await portal?.stop();
});

/** An open feed; `ended` resolves with all that came. */
async function openFeed(headers: Headers): Promise<{ status: number; ended: Promise<string> }> {
  const response = await fetch(`${portal.url}/api/events`, { headers });
  return { status: response.status, ended: response.text() };
}

function signOut(url: string, headers: Headers): Promise<Response> {
  return fetch(url, { method: 'POST', headers });
}

function database(): Database {
  return portal.service.app.get(Database);
}

describe('an open feed of events ends with its session:', () => {
  it.each([
    ['signed out', () => `${portal.url}/logout`],
    ['signed out on another replica', () => `${replica.url}/logout`],
    ['signed out everywhere, on another replica', () => `${replica.url}/logout/everywhere`],
  ])('%s', async (_name, url) => {
    const headers = await portal.signIn(OPERATOR);
    const feed = await openFeed(headers);
    expect(feed.status).toBe(200);
    expect((await signOut(url(), headers)).status).toBe(204);
    expect(await feed.ended).toContain('retry:');
    expect((await openFeed(headers)).status).toBe(401);
  });

  it.each([
    ['half an hour without use', 'last_used_at', 31],
    ['eight hours', 'created_at', 481],
  ])('after %s', async (_name, column, minutes) => {
    const headers = await portal.signIn({ ...OPERATOR, subject: column });
    const feed = await openFeed(headers);
    await database().query(
      `UPDATE session SET ${column} = ${column} - $1 * interval '1 minute' WHERE author->>'subject' = $2`,
      [minutes, column],
    );
    expect(await feed.ended).toContain('retry:');
    expect((await openFeed(headers)).status).toBe(401);
  });

  it('and no other one does', async () => {
    const [gone, stays] = [await portal.signIn(OPERATOR), await portal.signIn(OPERATOR)];
    const ending = await openFeed(gone);
    const { body } = await fetch(`${portal.url}/api/events`, { headers: stays });
    await signOut(`${portal.url}/logout`, gone);
    await ending.ended;
    const connection = await portal.service.app.get(NatsLink).connected();
    const subject = factSubject(factOf(VisitWithdrawn) as FactDescription, 'trosterud');
    await connection.jetstream().publish(subject, JSON.stringify({ stationId: 'trosterud', revision: 7 }));
    let seen = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      seen += Buffer.from(chunk).toString();
      if (seen.includes('"revision":7')) break;
    }
    expect(seen).toContain('"revision":7');
  });
});

it('a feed keeps no session going, however often the browser opens it again', async () => {
  const headers = await portal.signIn({ ...OPERATOR, subject: 'tavle' });
  await database().query(`UPDATE session SET last_used_at = last_used_at - interval '20 minutes'
    WHERE author->>'subject' = 'tavle'`);
  const lastUse = () => database().query(`SELECT last_used_at FROM session WHERE author->>'subject' = 'tavle'`);
  const before = await lastUse();
  const feed = await openFeed(headers);
  expect([feed.status, await lastUse()]).toEqual([200, before]);
  await fetch(`${portal.url}/api/doors`, { headers });
  expect(await lastUse()).not.toEqual(before);
  await signOut(`${portal.url}/logout`, headers);
  await feed.ended;
});

describe('while sessions can’t be read', () => {
  it('nothing ends for a minute, and then all of it', async () => {
    const clock = new FixedClock(new Date('2026-11-20T08:00:00Z'));
    const goingOn = jest.fn<() => Promise<Set<string>>>().mockRejectedValue(new Error('no database'));
    const watch = new SessionWatch({ ended: new Subject<string>(), goingOn } as unknown as SessionStore, clock);
    const over: string[] = [];
    watch.watch('one', () => over.push('one'));
    clock.set(new Date('2026-11-20T08:01:00Z'));
    await watch.look();
    expect(over).toEqual([]);
    clock.set(new Date('2026-11-20T08:01:01Z'));
    await watch.look();
    expect(over).toEqual(['one']);
    watch.beforeApplicationShutdown();
  });
});
