import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../../e2e/api-client';
import { type Bed } from '../bed/bed';
import { type PlannedStation, TIME_ZONE } from '../plan';
import { type ReplicaAnswers } from './evidence';

const TWICE = ['access', 'dropoffs'] as const;
const HANG_MS = 600_000;
const DAYS_BACK = 100;

/** Reads all that people are shown twice: each time one replica of access and of dropoffs is down, so that the other one answers. */
export async function readAnswers(bed: Bed, stations: readonly PlannedStation[]): Promise<ReplicaAnswers[]> {
  const answers: ReplicaAnswers[] = [];
  for (const index of [0, 1]) {
    const held = TWICE.map((service) => bed.fleet.replicasOf(service)[1 - index] ?? '');
    const kept = TWICE.map((service) => bed.fleet.replicasOf(service)[index] ?? '');
    for (const name of held) await bed.fleet.hold(name);
    await bed.fleet.ready(kept);
    answers.push({
      replicas: kept.join(' and '),
      totals: await totals(bed, stations),
      dropOffs: await dropOffs(bed),
      manifest: await manifest(bed, kept[0] ?? ''),
    });
    for (const name of held) bed.fleet.release(name);
    await bed.fleet.ready();
  }
  return answers;
}

/** Totals alone, by whichever replica answers. */
export async function readTotals(bed: Bed, stations: readonly PlannedStation[]): Promise<ReplicaAnswers> {
  return { replicas: 'all', totals: await totals(bed, stations), dropOffs: [], manifest: '' };
}

async function totals(bed: Bed, stations: readonly PlannedStation[]): Promise<ReplicaAnswers['totals']> {
  const to = Temporal.Instant.from(bed.time.now().toISOString()).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
  const range = `from=${to.subtract({ days: DAYS_BACK }).toString()}&to=${to.add({ days: 1 }).toString()}`;
  const all: ReplicaAnswers['totals'] = [];
  for (const { stationId } of stations) {
    const { rows } = await get<{ rows: { grams: number; takenOutGrams: number }[] }>(
      bed,
      `/api/tonnage?station=${stationId}&${range}&by=day`,
    );
    const sum = (pick: (row: { grams: number; takenOutGrams: number }) => number): number =>
      rows.reduce((total, row) => total + pick(row), 0);
    all.push({ stationId, grams: sum(({ grams }) => grams), takenOutGrams: sum(({ takenOutGrams }) => takenOutGrams) });
  }
  return all;
}

async function dropOffs(bed: Bed): Promise<ReplicaAnswers['dropOffs']> {
  const all: ReplicaAnswers['dropOffs'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    type Page = { items: { id: string; grams: number }[]; next: string | null };
    const page: Page = await get<Page>(bed, `/api/drop-offs?limit=500${cursor ? `&cursor=${cursor}` : ''}`);
    all.push(...page.items.map(({ id, grams }) => ({ id, grams })));
    cursor = page.next;
  }
  return all;
}

/** Whatever changes by itself with time is left out. */
async function manifest(bed: Bed, replica: string): Promise<string> {
  const { fleet, oslonokkelen } = bed;
  const [first] = fleet.replicasOf('access');
  const backEnd = await oslonokkelen.speakingTo(fleet.urlOf(replica), fleet.urlOf(first ?? ''));
  const { body } = await backEnd.scrapeManifest();
  const things = (body as { things?: { id: string }[] } | undefined)?.things ?? [];
  return createHash('sha256')
    .update(JSON.stringify(things.map(({ id }) => id).sort()))
    .digest('hex');
}

/** As a person does: a part of the system that is just coming back is asked again. */
async function get<T>(bed: Bed, path: string): Promise<T> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const { status, body } = await ask(bed, path).catch((error: unknown) => ({ status: 0, body: String(error) }));
    if (status === 200) return body as T;
    if (performance.now() > deadline) throw new Error(`${path} is answered ${status}: ${JSON.stringify(body)}`);
    await delay(200);
  }
}

async function ask(bed: Bed, path: string): Promise<{ status: number; body: unknown }> {
  const operator = await ApiClient.signIn({ portalUrl: bed.fleet.urlOf('portal') }, 'demo-operator');
  return operator.send('GET', path);
}
