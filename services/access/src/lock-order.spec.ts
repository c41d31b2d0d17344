import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { crossing, waitingForLocks } from '@selvbetjent/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { type AccessSystem, aStation, keep, sqlOf, startAccess } from './access.test-kit';
import { EndAbandonedAttempts } from './end-abandoned-attempts';
import { RecordDoorChanges } from './record-door-changes';
import { StationStore } from './station.store';

const DOOR = 'dogn-ombruk';
let system: AccessSystem;
const warn = jest.spyOn(Logger.prototype, 'warn');

beforeAll(async () => {
  system = await startAccess();
  await keep(system, aStation('dogn', 'off'));
  await keep(system, aStation('nabo', '24/7'));
});
afterAll(() => system?.stop());

const doneAgain = (): unknown[] => warn.mock.calls.flat().filter((text) => /done again/.test(String(text)));

it('a request asked again while its door tells that it opened after all: neither is in the way of the other', async () => {
  const ask = () => system.backend.execute({ thingId: DOOR, actionId: 'unlock', requestId: 'again' });
  await ask();
  const [attempt] = await sqlOf<{ command_id: string }>(
    system,
    `UPDATE attempts SET state = 'failed', reason = 'device_offline' RETURNING command_id`,
  );
  const place = (await system.access.app.get(StationStore).findDoor(DOOR))!;
  const [at, commandId] = [new Date(), attempt!.command_id];
  const told = {
    ...{ place, boot: randomUUID(), rejected: [], isComplete: true, isLive: true, receivedAt: at },
    changes: [
      { seq: 1, at, locked: false, commandId },
      { seq: 2, at, open: true },
    ],
    correct: (raw: Date) => raw,
  };
  const database = system.access.app.get(Database);
  await crossing<unknown>(database, ['attempts', 'outbox'], () => [
    ask(),
    system.access.app.get(RecordDoorChanges).handle(told),
  ]);
  expect(doneAgain()).toEqual([]);
  expect(await sqlOf(system, `SELECT 1 FROM visits WHERE station_id = 'dogn'`)).toHaveLength(1);
});

it('two replicas that end abandoned attempts of the same stations: neither is in the way of the other', async () => {
  const database = system.access.app.get(Database);
  const endAbandonedOf = async (...stationIds: string[]): Promise<void> => {
    for (const stationId of stationIds)
      await database.query(
        `INSERT INTO attempts (attempt_id, command_id, request_hash, station_id, container_id, door_id, requested_at, deadline_at, state)
         VALUES ($1, $2, $3, $4, 'ombruk', $5, now(), now() - interval '1 minute', 'granted')`,
        [randomUUID(), randomUUID(), randomBytes(32), stationId, randomUUID()],
      );
    await system.access.app.get(EndAbandonedAttempts).handle();
  };
  await crossing(database, ['outbox'], () => {
    const first = endAbandonedOf('dogn', 'nabo');
    return [first, isWaiting(database).then(() => endAbandonedOf('nabo', 'dogn'))];
  });
  expect(doneAgain()).toEqual([]);
  expect(await sqlOf(system, `SELECT 1 FROM attempts WHERE reason = 'interrupted'`)).toHaveLength(4);
});

async function isWaiting(database: Database): Promise<void> {
  while ((await waitingForLocks(database)) === 0);
}
