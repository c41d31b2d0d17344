import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { StationChanged } from '@selvbetjent/contracts';
import { Database, DatabaseModule } from '@selvbetjent/database';
import { MessagingModule, Outbox } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { FixedClock, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { DROPOFFS_MIGRATIONS } from '../dropoffs.module';
import { TROSTERUD } from '../dropoffs.test-kit';
import { ScaleStore } from '../scale.store';
import { CoverageStore } from './coverage.store';
import { TellCoverage } from './tell-coverage';

let infrastructure: Infrastructure;
let service: RunningService;
let database: Database;
let tellCoverage: TellCoverage;
const clock = new FixedClock(new Date('2026-11-20T10:30:00Z'));

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  service = await startService({
    name: 'dropoffs',
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: {
      module: class CoverageParts {},
      imports: [
        DatabaseModule.forService({
          schema: 'dropoffs',
          url: infrastructure.databaseUrl,
          migrations: DROPOFFS_MIGRATIONS,
        }),
        MessagingModule.forService({ service: 'dropoffs', natsUrl: infrastructure.natsUrl }),
      ],
    },
  });
  database = service.app.get(Database);
  tellCoverage = new TellCoverage(database, new CoverageStore(database), service.app.get(Outbox), clock);
  const scales = new ScaleStore(database);
  await database.transaction((tx) => scales.keep(tx, Object.assign(new StationChanged(), TROSTERUD), clock.now()));
});

afterAll(async () => {
  await service?.close();
  await infrastructure?.stop();
});

let seq = 0;

/** A reading each minute, as received now. */
async function receive(from: string, minutes: number, status = 'ok'): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    seq += 1;
    const at = new Date(Date.parse(from) + minute * 60_000);
    await database.query(
      `INSERT INTO readings (device_id, boot, seq, station_id, container_id, at, raw_at, received_at, grams, status)
       VALUES ('ombruk-vekt', 'b', $1, 'trosterud', 'ombruk', $2, $2, $3, 1000, $4)`,
      [seq, at, clock.now(), status],
    );
  }
}

async function told(): Promise<unknown[]> {
  await tellCoverage.handle();
  return database.query(
    `SELECT to_char((body->>'hour')::timestamptz, 'HH24') AS hour, body->>'minutes' AS minutes, (body->>'revision')::int AS revision
     FROM outbox WHERE envelope->>'type' = 'dropoffs.scale.covered.v1' ORDER BY position`,
  );
}

const FIRST_HALF = `${'f'.repeat(7)}c${'0'.repeat(7)}`;

it('is told once an hour is over, and again when readings come late; not for an hour that goes on', async () => {
  await receive('2026-11-20T10:00:00Z', 30);
  expect(await told()).toEqual([]);
  clock.set(new Date('2026-11-20T11:02:00Z'));
  const first = [{ hour: '10', minutes: FIRST_HALF, revision: 1 }];
  expect(await told()).toEqual(first);
  expect(await told()).toEqual(first);
  clock.set(new Date('2026-11-21T06:00:00Z'));
  await receive('2026-11-20T10:30:00Z', 15);
  await receive('2026-11-20T10:45:00Z', 15, 'fault');
  expect(await told()).toEqual([...first, { hour: '10', minutes: `${'f'.repeat(11)}8000`, revision: 2 }]);
});
