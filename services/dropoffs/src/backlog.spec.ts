import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VisitClosed, VisitOpened } from '@selvbetjent/contracts';
import { topicOf } from '@selvbetjent/devices';
import { type DropoffsSystem, startDropoffs, until, visitFacts } from './dropoffs.test-kit';
import { aStation } from './story.test-kit';

const SECOND_MS = 1_000;
const DAY_SECONDS = 86_400;
const PER_MESSAGE = 100;
const FROM_MS = Date.parse('2026-01-05T00:00:00Z');
const VISIT_GRAMS = 5_000;
const VISIT_EVERY_SECONDS = 3_600;
const VISITS = DAY_SECONDS / VISIT_EVERY_SECONDS - 1;

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

/** Each visit puts its grams in half a minute after its opening, at each full hour. */
function gramsAt(second: number): number {
  return VISIT_GRAMS * Math.min(VISITS, Math.floor((second - 30) / VISIT_EVERY_SECONDS));
}

async function send(stationId: string, boot: string, readings: object[]): Promise<void> {
  const topic = topicOf(stationId, `${stationId}-vekt`, 'readings');
  await system.device.publishAsync(topic, JSON.stringify({ boot, readings }), { qos: 1 });
}

async function sendDay(stationId: string): Promise<void> {
  const sending: Promise<void>[] = [];
  for (let first = 0; first < DAY_SECONDS; first += PER_MESSAGE) {
    const readings = Array.from({ length: PER_MESSAGE }, (_, index) => {
      const second = first + index;
      return { seq: second + 1, at: FROM_MS + second * SECOND_MS, grams: Math.max(0, gramsAt(second)) };
    });
    sending.push(send(stationId, 'late', readings));
  }
  await Promise.all(sending);
}

async function publishVisits(stationId: string): Promise<void> {
  for (let visit = 1; visit <= VISITS; visit += 1) {
    const openedMs = FROM_MS + visit * VISIT_EVERY_SECONDS * SECOND_MS;
    const times = {
      openedAt: new Date(openedMs).toISOString(),
      closedAt: new Date(openedMs + 60 * SECOND_MS).toISOString(),
    };
    const { opened, closed } = visitFacts(`${stationId}-${visit}`, 'ombruk', times);
    await system.access.publish(VisitOpened, { ...opened, stationId });
    await system.access.publish(VisitClosed, { ...closed, stationId });
  }
}

it('a day that comes at once is booked to the gram, and readings of the present do not wait for it', async () => {
  const [late, live] = [await aStation(system, 'etterslep'), await aStation(system, 'direkte')];
  await publishVisits(late.stationId);
  const acked: { boot: string; seq: number }[] = [];
  system.device.on('message', (_topic, payload) =>
    acked.push(JSON.parse(payload.toString()) as (typeof acked)[number]),
  );
  await system.device.subscribeAsync('selvbetjent/v1/+/+/ack', { qos: 1 });
  const isAcked = (boot: string, seq: number) => acked.some((ack) => ack.boot === boot && ack.seq === seq);
  await sendDay(late.stationId);
  await send(live.stationId, 'now', [{ seq: 1, at: Date.now(), grams: 0 }]);
  await until(() => isAcked('now', 1) && isAcked('late', DAY_SECONDS));
  const order = acked.map(({ boot, seq }) => `${boot} ${seq}`);
  expect(order.indexOf('now 1')).toBeLessThan(order.indexOf(`late ${DAY_SECONDS}`));
  await system.caughtUp();
  const count = 'SELECT count(*)::int AS count FROM readings WHERE station_id = $1';
  expect(await system.query(count, [late.stationId])).toEqual([{ count: DAY_SECONDS }]);
  const sum = `SELECT count(DISTINCT weighing_id)::int AS weighings, sum(grams)::int AS grams FROM ledger
               WHERE station_id = $1 AND kind = 'drop-off' AND quality = 'ok'`;
  expect(await system.query(sum, [late.stationId])).toEqual([{ weighings: VISITS, grams: VISITS * VISIT_GRAMS }]);
});
