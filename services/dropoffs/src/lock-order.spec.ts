import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type Author, StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { crossing } from '@selvbetjent/testing';
import { CorrectDropOffHandler } from './correct-drop-off';
import { type DropoffsSystem, idOf, startDropoffs, TROSTERUD } from './dropoffs.test-kit';
import { RecordTransferHandler } from './record-transfer';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['*'] };
const AT = '2026-11-20T08:10:00Z';
const STATIONS = ['her', 'der'];
const warn = jest.spyOn(Logger.prototype, 'warn');

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
  const containers = TROSTERUD.containers.map((container) => ({ ...container, scales: [] }));
  for (const stationId of STATIONS)
    await system.stations.publish(StationChanged, { ...TROSTERUD, stationId, containers });
  await system.caughtUp();
});
afterAll(() => system?.stop());

const doneAgain = (): unknown[] => warn.mock.calls.flat().filter((text) => /done again/.test(String(text)));

/** From `ombruk` of one station to that of the other; or with the other containers, and the other way. */
function move(containerId: string, [from, to]: readonly string[]) {
  const [entryId, reason] = [idOf(containerId), 'Flyttet'];
  return system.service.app.get(RecordTransferHandler).handle({
    ...{ entryId, reason, author: KARI, at: AT, grams: 5_000 },
    ...{ from: { stationId: from!, containerId }, to: { stationId: to!, containerId } },
  });
}

it('transfers between two stations, there and back: neither is in the way of the other, nor are their corrections', async () => {
  const database = system.service.app.get(Database);
  const back = STATIONS.toReversed();
  const moved = await crossing(database, ['ledger'], () => [move('metall', STATIONS), move('metall2', back)]);
  expect(moved).toMatchObject([{ outcome: 'ok' }, { outcome: 'ok' }]);
  const rows = await system.query<{ id: string }>(
    `SELECT entry_id AS id FROM ledger WHERE grams < 0 ORDER BY container_id`,
  );
  const corrected = await crossing(database, ['ledger'], () =>
    rows.map(({ id }) =>
      system.service.app.get(CorrectDropOffHandler).handle({
        ...{ entryId: idOf(id), reason: 'Veid på nytt', author: KARI, dropOffId: id, grams: -4_000 },
      }),
    ),
  );
  expect(corrected).toMatchObject([{ outcome: 'ok' }, { outcome: 'ok' }]);
  expect(doneAgain()).toEqual([]);
});
