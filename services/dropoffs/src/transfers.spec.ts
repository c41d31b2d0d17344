import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, StationChanged, VisitClosed } from '@selvbetjent/contracts';
import { CheckConservation } from './check-conservation';
import { type DropoffsSystem, idOf, startDropoffs, TROSTERUD } from './dropoffs.test-kit';
import { RecordTransferHandler } from './record-transfer';
import { aStation } from './story.test-kit';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['*'] };
const IN = '2026-11-20T08:10:00Z';
const OUT = '2026-11-20T13:00:00Z';

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

/** `ombruk` with a scale that measured 12.3 kg in at 09:05 and 5 kg out at 14:00 (local time), `metall` without one. */
async function weighedDay(name: string): Promise<string> {
  const story = await aStation(system, name);
  const day = story.day([
    { at: '09:05', grams: 12_300 },
    { at: '14:00', grams: -5_000 },
  ]);
  await story.publishVisits(day);
  await story.play(day.messages);
  await story.weighed(day);
  await addUnweighed(name);
  return name;
}

async function addUnweighed(name: string): Promise<void> {
  const containers = TROSTERUD.containers.slice(0, 2).map((container, index) => ({
    ...container,
    stream: index === 0 ? ('reuse' as const) : ('recycling' as const),
    scales: index === 0 ? container.scales.map((scale) => ({ ...scale, id: `${name}-vekt` })) : [],
  }));
  await system.stations.publish(StationChanged, { ...TROSTERUD, stationId: name, containers, revision: 2 });
  await system.caughtUp();
}

/** Two visits within minutes took 7 kg out of `ombruk`, and only the first one is told of; `metall` has no scale. */
async function halfTold(name: string) {
  const story = await aStation(system, name);
  const visits = [
    { at: '14:00', grams: -5_000 },
    { at: '14:06', grams: -2_000 },
  ];
  const day = story.day(visits);
  await story.play(day.messages);
  await story.weighed(day);
  const facts = story.facts(day);
  await system.access.publish(VisitClosed, facts[0]!.closed);
  await addUnweighed(name);
  return { day: { visits }, facts };
}

async function loaded(stationId: string, containerId: string): Promise<number> {
  const [row] = await system.query<{ grams: number }>(
    `SELECT coalesce(sum(grams), 0)::int AS grams FROM ledger WHERE station_id = $1 AND container_id = $2 AND kind <> 'drift'`,
    [stationId, containerId],
  );
  return row?.grams ?? NaN;
}

let entries = 0;
function move(
  stationId: string,
  way: 'out' | 'in',
  more: { at: string; grams?: number; dropOffId?: string; toDropOffId?: string },
) {
  const [measured, other] = ['ombruk', 'metall'].map((containerId) => ({ stationId, containerId }));
  const [from, to] = way === 'out' ? [measured!, other!] : [other!, measured!];
  const entry = { entryId: idOf(`transfer-${(entries += 1)}`), reason: 'Sortert om', author: KARI };
  return system.service.app.get(RecordTransferHandler).handle({ ...entry, from, to, ...more });
}

interface Row {
  entry_id: string;
  text: string;
}

const rows = (stationId: string): Promise<Row[]> =>
  system.query<Row>(
    `SELECT entry_id, concat_ws(' ', container_id, kind, stream, grams) AS text FROM ledger
     WHERE station_id = $1 ORDER BY position`,
    [stationId],
  );
const texts = async (stationId: string): Promise<string[]> => (await rows(stationId)).map(({ text }) => text);

async function transferred(stationId: string): Promise<number> {
  const [row] = await system.query<{ grams: number }>(
    `SELECT coalesce(sum(grams), 0)::int AS grams FROM ledger WHERE station_id = $1 AND kind = 'transfer'`,
    [stationId],
  );
  return row?.grams ?? NaN;
}

describe('a transfer', () => {
  it('is undone as a whole when one leg cannot be', async () => {
    const stationId = await weighedDay('flytt-halvt');
    const before = await texts(stationId);
    expect(await move(stationId, 'out', { at: IN, grams: 5_000 })).toMatchObject({
      reason: { code: 'nothing_measured' },
    });
    expect(await texts(stationId)).toEqual(before);
  });

  it.each([
    ['out of', 'out' as const, OUT, ['ombruk transfer reuse -5000', 'metall transfer recycling 5000']],
    ['into', 'in' as const, IN, ['ombruk transfer reuse 12300', 'metall transfer recycling -12300']],
  ])('%s a container with a scale has the weight that the scale measured', async (_name, way, at, expected) => {
    const stationId = await weighedDay(`flytt-veid-${way}`);
    const before = await texts(stationId);
    expect(await move(stationId, way, { at })).toMatchObject({ outcome: 'ok' });
    const added = (await texts(stationId)).slice(before.length).filter((text) => text.includes('transfer'));
    expect(added.toSorted()).toEqual(expected.toSorted());
    expect(await transferred(stationId)).toBe(0);
    expect(await system.service.app.get(CheckConservation).handle()).toEqual([]);
  });

  it('of another weight than was measured says it of both, and the rest is nobody’s', async () => {
    const stationId = await weighedDay('flytt-oppgitt');
    const before = await texts(stationId);
    await move(stationId, 'out', { at: OUT, grams: 4_000 });
    expect((await texts(stationId)).slice(before.length).toSorted()).toEqual([
      'metall transfer recycling 4000',
      'ombruk take-out reuse 5000',
      'ombruk transfer reuse -4000',
      'ombruk unexplained reuse -1000',
    ]);
    expect(await transferred(stationId)).toBe(0);
  });

  it('weighs the same on both sides also when a visit that comes late takes a part of the measured weight', async () => {
    const stationId = 'flytt-sent';
    const { day, facts } = await halfTold(stationId);
    expect(await move(stationId, 'out', { at: OUT })).toMatchObject({ outcome: 'ok' });
    expect((await texts(stationId)).at(-1)).toBe('metall transfer recycling 7000');
    await system.access.publish(VisitClosed, facts[1]!.closed);
    await system.caughtUp();
    expect(await transferred(stationId)).toBe(0);
    expect(await loaded(stationId, 'ombruk')).toBe(day.visits.reduce((sum, { grams }) => sum + grams, 0));
    expect(await system.service.app.get(CheckConservation).handle()).toEqual([]);
  });

  it('may name the fall that it is', async () => {
    const stationId = await weighedDay('flytt-navngitt');
    const fall = (await rows(stationId)).find(({ text }) => text === 'ombruk take-out reuse -5000');
    expect(await move(stationId, 'out', { at: '2026-11-20T17:30:00Z', dropOffId: fall?.entry_id })).toMatchObject({
      outcome: 'ok',
    });
    expect((await texts(stationId)).at(-1)).toBe('metall transfer recycling 5000');
    const again = await move(stationId, 'in', { at: IN, dropOffId: fall?.entry_id });
    expect(again).toMatchObject({ outcome: 'denied', reason: { code: 'not_found' } });
  });

  it('may name the row that is moved, and has its weight', async () => {
    const stationId = await weighedDay('flytt-rad');
    await move(stationId, 'out', { at: OUT });
    const moved = (await rows(stationId)).find(({ text }) => text === 'metall transfer recycling 5000');
    const back = await move(stationId, 'in', { at: '2026-11-20T13:05:00Z', dropOffId: moved?.entry_id });
    expect(back).toMatchObject({ outcome: 'denied', reason: { code: 'nothing_measured' } });
    const rise = (await rows(stationId)).find(({ text }) => text === 'ombruk drop-off reuse 12300');
    const at = '2026-11-20T13:05:00Z';
    const named = { at, dropOffId: moved?.entry_id, toDropOffId: rise?.entry_id };
    expect(await move(stationId, 'in', named)).toMatchObject({ outcome: 'ok' });
    expect((await texts(stationId)).slice(-4).toSorted()).toEqual([
      'metall transfer recycling -5000',
      'ombruk drop-off reuse -12300',
      'ombruk transfer reuse 5000',
      'ombruk unexplained reuse 7300',
    ]);
    expect(await transferred(stationId)).toBe(0);
  });

  it('without any scale or weight is refused', async () => {
    const stationId = await weighedDay('flytt-uten');
    const at = '2026-11-19T08:10:00Z';
    expect(await move(stationId, 'out', { at })).toMatchObject({ reason: { code: 'grams_needed' } });
    expect(await move(stationId, 'out', { at, grams: 2_000 })).toMatchObject({ value: { effect: 'added' } });
    expect(await transferred(stationId)).toBe(0);
  });
});
