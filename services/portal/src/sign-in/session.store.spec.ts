import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Author } from '@selvbetjent/contracts';
import { Database, prepareDataSource } from '@selvbetjent/database';
import { FixedClock, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { CreateSessions1700000001000 } from '../migrations/create-sessions';
import { SessionStore } from './session.store';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['*'] };
const MORNING = new Date('2026-11-20T08:00:00Z');
const MINUTE_MS = 60_000;

let system: Infrastructure;
let database: Database;
const clock = new FixedClock(MORNING);

beforeAll(async () => {
  system = await startInfrastructure();
  const options = { schema: 'portal', url: system.databaseUrl, migrations: [CreateSessions1700000001000] };
  database = new Database(await prepareDataSource(options));
});

afterAll(async () => {
  await database?.dataSource.destroy();
  await system?.stop();
});

beforeEach(() => clock.set(MORNING));

describe('SessionStore', () => {
  it('knows who is signed in, and keeps no id that could be used', async () => {
    const store = new SessionStore(database, clock);
    const id = await store.create(KARI);
    expect(await store.find(id)).toEqual(KARI);
    expect(await store.find(`${id}x`)).toBeNull();
    const rows = await database.query('SELECT * FROM session');
    expect(JSON.stringify(rows)).not.toContain(id);
  });

  it('ends after 30 minutes without use', async () => {
    const store = new SessionStore(database, clock);
    const id = await store.create(KARI);
    clock.advance(30 * MINUTE_MS - 1);
    expect(await store.find(id)).toEqual(KARI);
    clock.advance(30 * MINUTE_MS);
    expect(await store.find(id)).toBeNull();
  });

  it('ends after 8 hours, however much it is used', async () => {
    const store = new SessionStore(database, clock);
    const id = await store.create(KARI);
    for (let quarters = 1; quarters < 32; quarters += 1) {
      clock.advance(15 * MINUTE_MS);
      expect(await store.find(id)).toEqual(KARI);
    }
    clock.advance(15 * MINUTE_MS);
    expect(await store.find(id)).toBeNull();
  });

  it('ends when it is ended', async () => {
    const store = new SessionStore(database, clock);
    const id = await store.create(KARI);
    await store.end(id);
    expect(await store.find(id)).toBeNull();
  });

  it('clears away what is over when somebody else signs in', async () => {
    const store = new SessionStore(database, clock);
    await store.create(KARI);
    clock.advance(9 * 60 * MINUTE_MS);
    await store.create(KARI);
    expect(await database.query('SELECT * FROM session')).toHaveLength(1);
  });
});
