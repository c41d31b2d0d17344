import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { VisitClosed } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type DropoffsSystem, startDropoffs, until, visitFacts } from './dropoffs.test-kit';
import { aStation } from './story.test-kit';
import { WeighingDueStore } from './weighing-due.store';

const OPENED_MS = Date.UTC(2026, 0, 5, 9);
const CLOSED_MS = OPENED_MS + 60_000;
const VISIT = { openedAt: new Date(OPENED_MS).toISOString(), closedAt: new Date(CLOSED_MS).toISOString() };

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

async function has(sql: string, ...parameters: unknown[]): Promise<boolean> {
  return (await system.query(sql, parameters)).length > 0;
}

interface Stretch {
  fromMs: number;
  count: number;
  grams: number;
}

/** One message of readings at 1 Hz. */
async function send(stationId: string, firstSeq: number, ...stretches: Stretch[]): Promise<void> {
  const readings = stretches
    .flatMap(({ fromMs, count, grams }) =>
      Array.from({ length: count }, (_, index) => ({ at: fromMs + index * 1_000, grams })),
    )
    .map((reading, index) => ({ seq: firstSeq + index, ...reading }));
  const payload = JSON.stringify({ boot: `boot-of-${stationId}`, readings });
  await system.device.publishAsync(`selvbetjent/v1/${stationId}/${stationId}-vekt/readings`, payload, { qos: 1 });
}

function closedVisit(stationId: string): VisitClosed {
  return { ...visitFacts(`${stationId}-0`, 'ombruk', VISIT).closed, stationId };
}

describe('readings', () => {
  it('that commit while their visit is being recorded are weighed with it', async () => {
    const story = await aStation(system, 'samtidig');
    const before = { fromMs: OPENED_MS - 60_000, count: 40, grams: 5_000 };
    const late = { fromMs: CLOSED_MS + 660_000, count: 1, grams: 17_300 };
    await send(story.stationId, 1, before, late);
    await until(() => has('SELECT 1 FROM readings WHERE station_id = $1', story.stationId));
    const due = system.service.app.get(WeighingDueStore);
    const mark = due.markForReadings.bind(due);
    let commit = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const held = jest.spyOn(due, 'markForReadings').mockImplementation(async (...news) => {
      const isMarked = await mark(...news);
      await mayCommit;
      return isMarked;
    });
    await send(story.stationId, 42, { fromMs: CLOSED_MS, count: 60, grams: 17_300 });
    await until(() => held.mock.calls.length > 0);
    await system.access.publish(VisitClosed, closedVisit(story.stationId));
    const isBooked = () => has('SELECT 1 FROM ledger WHERE station_id = $1', story.stationId);
    const isWaiting = () => has(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
    await until(async () => (await isBooked()) || (await isWaiting()));
    commit();
    held.mockRestore();
    await until(() => has('SELECT 1 FROM readings WHERE station_id = $1 AND seq = 101', story.stationId));
    await system.caughtUp();
    const rows = await story.rows(0);
    expect(rows.at(-1)).toMatchObject({ grams: 12_300, quality: 'ok' });
  });

  it('of a scale that nobody knows yet come in once its station is known', async () => {
    const stationId = 'ukjent-enna';
    await send(stationId, 1, { fromMs: OPENED_MS, count: 1, grams: 0 });
    await until(() => has(`SELECT 1 FROM poison_payloads WHERE reason = 'unknown_device'`));
    await aStation(system, stationId);
    await send(stationId, 1, { fromMs: OPENED_MS, count: 1, grams: 0 });
    await until(() => has('SELECT 1 FROM readings WHERE station_id = $1', stationId));
  });

  it('that queued together while nobody listened keep their own time', async () => {
    const { stationId } = await aStation(system, 'i-ko');
    const topic = `selvbetjent/v1/${stationId}/${stationId}-vekt/readings`;
    for (let seq = 1; seq <= 20; seq += 1) {
      const at = Date.now() - (seq === 1 ? 0 : 600_000);
      const payload = JSON.stringify({ boot: 'queued', sentAt: at, readings: [{ seq, at, grams: 1_000 }] });
      await system.device.publishAsync(topic, payload, { qos: 1 });
    }
    await until(() => has('SELECT 1 FROM readings WHERE boot = $1 AND seq = 20', 'queued'));
    expect(await has('SELECT 1 FROM readings WHERE boot = $1 AND at <> raw_at', 'queued')).toBe(false);
  });
});

describe('a station that is known anew', () => {
  it('makes all its unweighed visits due, whatever is due already', async () => {
    const { stationId } = await aStation(system, 'kjent-pa-nytt');
    const due = system.service.app.get(WeighingDueStore);
    const [first, last] = [new Date(OPENED_MS), new Date(OPENED_MS + 3_600_000)];
    const span = await system.service.app.get(Database).transaction(async (tx) => {
      await tx.query(
        `INSERT INTO visits (visit_id, station_id, container_id, revision, opened_at, closed_at, heard_at)
         SELECT gen_random_uuid(), $1, 'ombruk', 2, at, at, now() FROM unnest($2::timestamptz[]) AS at`,
        [stationId, [first, last]],
      );
      await due.mark(tx, { stationId, containerId: 'ombruk' }, { from: last, until: last });
      await due.markUnweighed(tx, stationId);
      return due.take(tx, { stationId, containerId: 'ombruk', day: '2026-01-05' });
    });
    expect(span).toEqual({ from: first, until: last });
  });
});
