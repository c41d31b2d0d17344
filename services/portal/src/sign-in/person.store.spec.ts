import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Author } from '@selvbetjent/contracts';
import { Database, prepareDataSource } from '@selvbetjent/database';
import { FixedClock, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { CreatePeople1700000002000 } from '../migrations/create-people';
import { CreateSessions1700000001000 } from '../migrations/create-sessions';
import { ForgetPeople } from './forget-people';
import { ListPeople } from './list-people';
import { PersonStore } from './person.store';
import { SessionStore } from './session.store';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] };
const OLA: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
const MORNING = new Date('2026-11-20T08:00:00Z');
const DAY_MS = 24 * 3_600_000;

let system: Infrastructure;
let database: Database;
let people: PersonStore;
let sessions: SessionStore;
const clock = new FixedClock(MORNING);

beforeAll(async () => {
  system = await startInfrastructure();
  const migrations = [CreateSessions1700000001000, CreatePeople1700000002000];
  database = new Database(await prepareDataSource({ schema: 'portal', url: system.databaseUrl, migrations }));
  people = new PersonStore(database, clock);
  sessions = new SessionStore(database, clock);
});

afterAll(async () => {
  await database?.dataSource.destroy();
  await system?.stop();
});

beforeEach(async () => {
  clock.set(MORNING);
  await database.query('TRUNCATE person, session');
});

async function names(stationId?: string): Promise<string[]> {
  return (await new ListPeople(people, sessions).handle(stationId)).people.map(({ name }) => name);
}

describe('people who have signed in', () => {
  it('are there once, with the rights of the last time', async () => {
    await people.remember({ ...KARI, roles: ['operator'] });
    clock.advance(DAY_MS);
    await people.remember({ ...KARI, signedInAt: '2026-11-21T08:00:00Z' });
    const { people: known } = await new ListPeople(people, sessions).handle();
    const { name, roles, stations } = KARI;
    expect(known).toEqual([{ name, roles, stations, lastSignedInAt: clock.now(), signedIn: false }]);
  });

  it('are told with whether a session of theirs is going on, last signed in first', async () => {
    await people.remember(KARI);
    await sessions.create(KARI);
    clock.advance(60_000);
    await people.remember(OLA);
    const { people: known } = await new ListPeople(people, sessions).handle();
    expect(known.map(({ name, signedIn }) => [name, signedIn])).toEqual([
      ['Ola', false],
      ['Kari', true],
    ]);
  });

  it('of a station are those who may act for it', async () => {
    await people.remember(KARI);
    await people.remember(OLA);
    expect((await names('trosterud')).sort()).toEqual(['Kari', 'Ola']);
    expect(await names('tveita')).toEqual(['Ola']);
  });

  it('are forgotten 30 days after the last sign-in, and their sessions before, though nobody signs in', async () => {
    await people.remember(KARI);
    await sessions.create(KARI);
    const forgetting = new ForgetPeople(people, sessions);
    clock.advance(30 * DAY_MS);
    await forgetting.handle();
    expect(await database.query('SELECT count(*)::int AS people FROM person')).toEqual([{ people: 1 }]);
    expect(await database.query('SELECT * FROM session')).toEqual([]);
    clock.advance(1);
    await forgetting.handle();
    expect(await database.query('SELECT * FROM person')).toEqual([]);
  });
});

describe('signing out everywhere', () => {
  it('ends every session of the person, and nobody else’s', async () => {
    const [phone, desk, other] = [await sessions.create(KARI), await sessions.create(KARI), await sessions.create(OLA)];
    await sessions.endAllOf('kari');
    expect(await Promise.all([phone, desk, other].map((id) => sessions.find(id)))).toEqual([null, null, OLA]);
  });
});
