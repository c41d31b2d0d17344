import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Transaction } from '@selvbetjent/database';
import { type RunningService, startService } from '@selvbetjent/platform';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { type AuditBreach, AuditStore } from '../audit.store';
import { TROSTERUD } from '../domain/trosterud.test-kit';
import { ChainAudit1700000003000 } from '../migrations/chain-audit';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';
import { describeStations } from '../stations.module';
import { CheckAudit } from './check-audit';

const CHANGES = 5;
const OTHERS = { ...TROSTERUD, id: 'tveita', containers: [] };

let system: Infrastructure;
let service: RunningService;
let made = 0;

beforeAll(async () => {
  system = await startInfrastructure();
  service = await startService(
    describeStations({
      ...{ host: '127.0.0.1', port: 0, logLevel: 'silent', stations: [TROSTERUD, OTHERS] },
      ...{ databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
    }),
  );
  await changeSome();
});

afterAll(async () => {
  await service?.close();
  await system?.stop();
});

describe('the audit', () => {
  it('is as it was written, whatever came between the changes of a station', async () => {
    expect(await positions()).toHaveLength(1 + CHANGES);
    expect(await service.app.get(CheckAudit).handle()).toEqual([]);
  });

  it.each([
    ['the author', `author_name = 'Somebody'`],
    ['the time', `at = at - interval '1 ms'`],
    ['the later state', `after = after || '{"address": "Elsewhere"}'`],
    ['the earlier state', `before = '{}'`],
    ['the action', `action = 'station_seen'`],
  ])('tells that %s of a row was changed', async (_what, change) => {
    const third = (await positions())[2];
    expect(await breachesAfter(`UPDATE audit SET ${change} WHERE position = ${third}`)).toEqual([
      { stationId: 'trosterud', position: third },
    ]);
  });

  it('tells that a row was taken out, by the row behind it and by their number', async () => {
    const [, , third, fourth] = await positions();
    expect(await breachesAfter(`DELETE FROM audit WHERE position = ${third}`)).toEqual([
      { stationId: 'trosterud', position: fourth },
      { stationId: 'trosterud', position: null },
    ]);
  });

  it('tells that the newest row is gone, and that all are', async () => {
    const atTheEnd = [{ stationId: 'trosterud', position: null }];
    expect(await breachesAfter(`DELETE FROM audit WHERE position = ${(await positions()).at(-1)}`)).toEqual(atTheEnd);
    expect(await breachesAfter(`DELETE FROM audit WHERE station_id = 'trosterud'`)).toEqual(atTheEnd);
  });

  it('tells that a row was added', async () => {
    const added = `INSERT INTO audit (at, author_subject, author_name, station_id, action, before, after)
      VALUES (now(), 'kari', 'Kari', 'trosterud', 'station_closed', '{}', '{}')`;
    expect(await breachesAfter(added)).toEqual([{ stationId: 'trosterud', position: null }]);
  });

  it('is chained from its first row on where it is older than its chain', async () => {
    const runner = service.app.get(Database).dataSource.createQueryRunner();
    const migration = new ChainAudit1700000003000();
    try {
      await migration.down(runner);
      await changeSome();
      await migration.up(runner);
    } finally {
      await runner.release();
    }
    await changeSome();
    expect(await positions()).toHaveLength(1 + 3 * CHANGES);
    expect(await service.app.get(CheckAudit).handle()).toEqual([]);
  });
});

/** Of both stations in turn. */
async function changeSome(): Promise<void> {
  for (let change = 0; change < CHANGES; change += 1) {
    for (const stationId of ['trosterud', 'tveita']) await move(stationId, `Låven ${(made += 1)}`);
  }
}

function move(stationId: string, address: string): Promise<void> {
  const { app } = service;
  return app.get(Database).transaction(async (tx) => {
    const before = await app.get(StationStore).lock(tx, stationId);
    if (!before) throw new Error(`${stationId} is not there`);
    const change = { author: { subject: 'ola', name: 'Ola' }, action: 'station_changed', before };
    await app.get(ChangeRecorder).record(tx, { ...change, after: { ...before, address } });
  });
}

/** Of the rows of Trosterud. */
async function positions(): Promise<number[]> {
  const rows = await service.app
    .get(Database)
    .query<{ position: number }>(`SELECT position FROM audit WHERE station_id = 'trosterud' ORDER BY position`);
  return rows.map(({ position }) => position);
}

/** As the tables' owner may do it, and as if it had never been. */
async function breachesAfter(sql: string): Promise<AuditBreach[]> {
  let breaches: AuditBreach[] = [];
  const isolated = async (tx: Transaction): Promise<void> => {
    await tx.query('ALTER TABLE audit DISABLE TRIGGER audit_is_append_only');
    await tx.query(sql);
    breaches = await service.app.get(AuditStore).breaches(tx);
    throw new Error('undone');
  };
  await expect(service.app.get(Database).transaction(isolated)).rejects.toThrow('undone');
  return breaches;
}
