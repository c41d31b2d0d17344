import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, type CorrectDropOff, StationChanged, VisitClosed } from '@selvbetjent/contracts';
import { CheckConservation } from './check-conservation';
import { type DropoffsSystem, idOf, startDropoffs, TROSTERUD } from './dropoffs.test-kit';
import { CorrectDropOffHandler } from './correct-drop-off';
import { RecordCollectionHandler } from './record-collection';
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

/** A row of the weighing that is a container's side of its newest transfer. */
async function legOf(stationId: string, containerId: string): Promise<string> {
  const [row] = await system.query<{ entry_id: string }>(
    `SELECT entry_id FROM ledger JOIN weighings USING (weighing_id) WHERE ledger.station_id = $1 AND ledger.container_id = $2
     AND kind = 'transfer' AND booking IS NOT NULL ORDER BY position DESC LIMIT 1`,
    [stationId, containerId],
  );
  return row?.entry_id ?? '';
}

async function correct(dropOffId: string, more: Partial<CorrectDropOff>) {
  const entry = { entryId: idOf(`transfer-${(entries += 1)}`), reason: 'Veid på nytt', author: KARI };
  return system.service.app.get(CorrectDropOffHandler).handle({ ...entry, dropOffId, ...more });
}

/** What the rows of a station's transfers add up to, by container; those that cancel out are left out. */
async function sides(stationId: string): Promise<Record<string, number>> {
  const sums = await system.query<{ container_id: string; grams: number }>(
    `SELECT container_id, sum(grams)::int AS grams FROM ledger WHERE station_id = $1 AND kind = 'transfer'
     GROUP BY container_id HAVING sum(grams) <> 0`,
    [stationId],
  );
  return Object.fromEntries(sums.map(({ container_id: containerId, grams }) => [containerId, grams]));
}

describe('correcting a transfer', () => {
  it.each([
    ['the measured side', 'ombruk', { grams: -4_000 }, { ombruk: -4_000, metall: 4_000 }],
    ['the side without a scale', 'metall', { grams: 4_000 }, { ombruk: -4_000, metall: 4_000 }],
    ['a side that moved nothing', 'metall', { grams: 0 }, {}],
    ['the stream of a side', 'metall', { stream: 'reuse' as const }, { ombruk: -5_000, metall: 5_000 }],
  ])('%s', async (name, containerId, word, expected) => {
    const stationId = await weighedDay(`flytt-rettes-${idOf(name).slice(0, 8)}`);
    await move(stationId, 'out', { at: OUT });
    const held = await loaded(stationId, 'ombruk');
    const corrected = await correct(await legOf(stationId, containerId), word);
    expect(corrected).toMatchObject({ outcome: 'ok', value: { effect: 'relabelled' } });
    expect(corrected.outcome === 'ok' && corrected.value.weighingIds).toHaveLength(2);
    expect(await sides(stationId)).toEqual(expected);
    expect(await loaded(stationId, 'ombruk')).toBe(held);
    expect(await system.service.app.get(CheckConservation).handle()).toEqual([]);
  });

  it('changes both sides again and again, whichever is corrected', async () => {
    const stationId = await weighedDay('flytt-rettes-mye');
    await move(stationId, 'out', { at: OUT });
    const [fall, rise] = [await legOf(stationId, 'ombruk'), await legOf(stationId, 'metall')];
    await correct(fall, { fraction: 'metal' });
    await correct(rise, { grams: 4_000 });
    await correct(rise, { stream: 'reuse' });
    await correct(fall, { grams: -4_500 });
    expect(await sides(stationId)).toEqual({ ombruk: -4_500, metall: 4_500 });
  });

  it('tells beforehand what both sides would become', async () => {
    const stationId = await weighedDay('flytt-rettes-kanskje');
    await move(stationId, 'out', { at: OUT });
    const before = await texts(stationId);
    const told = await correct(await legOf(stationId, 'ombruk'), { grams: -4_000, preview: true });
    const changed = told.outcome === 'ok' ? told.value.rows.map(({ containerId }) => containerId) : [];
    expect(new Set(changed)).toEqual(new Set(['ombruk', 'metall']));
    expect(await texts(stationId)).toEqual(before);
  });

  it('between stations takes somebody who may act for both', async () => {
    const [from, to] = [await weighedDay('flytt-herfra'), await weighedDay('flytt-dit')];
    const entry = { entryId: idOf('between'), reason: 'Flyttet', author: KARI, at: OUT };
    const places = {
      from: { stationId: from, containerId: 'ombruk' },
      to: { stationId: to, containerId: 'metall' },
    };
    await system.service.app.get(RecordTransferHandler).handle({ ...entry, ...places });
    const fall = await legOf(from, 'ombruk');
    const alone = await correct(fall, { grams: -4_000, author: { ...KARI, stations: [from] } });
    expect(alone).toMatchObject({ outcome: 'denied', reason: { code: 'forbidden' } });
    expect(await correct(fall, { grams: -4_000, author: { ...KARI, stations: [from, to] } })).toMatchObject({
      outcome: 'ok',
    });
    expect([await sides(from), await sides(to)]).toEqual([{ ombruk: -4_000 }, { metall: 4_000 }]);
  });

  it('whose weight a late visit has taken a part of changes both sides', async () => {
    const stationId = 'flytt-rettes-sent';
    const { facts } = await halfTold(stationId);
    await move(stationId, 'out', { at: OUT });
    await system.access.publish(VisitClosed, facts[1]!.closed);
    await system.caughtUp();
    await correct(await legOf(stationId, 'metall'), { grams: 3_000 });
    expect(await sides(stationId)).toEqual({ ombruk: -3_000, metall: 3_000 });
    expect(await system.service.app.get(CheckConservation).handle()).toEqual([]);
  });

  it('that is weighed with another visit by now is refused, and entering it anew for both rows puts it right', async () => {
    const stationId = 'flytt-rettes-blandet';
    const story = await aStation(system, stationId);
    const day = story.day();
    await story.play(day.messages);
    await story.weighed(day);
    const closed = story.facts(day).map((facts) => facts.closed);
    const [late, moved] = [closed[3]!, closed[4]!];
    for (const visit of closed) if (visit !== late) await system.access.publish(VisitClosed, visit);
    await addUnweighed(stationId);
    const rise = await system.query<{ entry_id: string }>('SELECT entry_id FROM ledger WHERE $1 = ANY(visit_ids)', [
      moved.visitId,
    ]);
    await move(stationId, 'in', { at: moved.closedAt, toDropOffId: rise[0]?.entry_id });
    await system.access.publish(VisitClosed, late);
    await system.caughtUp();
    const before = await texts(stationId);
    const [fall, risen] = [await legOf(stationId, 'metall'), await legOf(stationId, 'ombruk')];
    for (const [row, grams] of [
      [fall, -7_000],
      [risen, 7_000],
    ] as const) {
      expect(await correct(row, { grams })).toMatchObject({ outcome: 'denied', reason: { code: 'transfer_side' } });
    }
    expect(await texts(stationId)).toEqual(before);
    await move(stationId, 'in', { at: moved.closedAt, grams: 7_000, dropOffId: fall, toDropOffId: risen });
    expect(await sides(stationId)).toEqual({ ombruk: 7_000, metall: -7_000 });
  });
});

describe('one side of a transfer', () => {
  it('can’t be made anything else by itself, nor a side of another transfer', async () => {
    const stationId = await weighedDay('flytt-halv');
    await move(stationId, 'out', { at: OUT });
    const before = await texts(stationId);
    const dropOffId = await legOf(stationId, 'ombruk');
    const place = { stationId, containerId: 'ombruk' };
    const entry = { entryId: idOf('half'), reason: 'Hentet', author: KARI, at: OUT };
    const collected = await system.service.app.get(RecordCollectionHandler).handle({ ...entry, place, dropOffId });
    expect(collected).toMatchObject({ outcome: 'denied', reason: { code: 'transfer_side' } });
    expect(await move(stationId, 'out', { at: OUT, grams: 2_000, dropOffId })).toMatchObject({
      outcome: 'denied',
      reason: { code: 'transfer_side' },
    });
    expect(await texts(stationId)).toEqual(before);
    const toDropOffId = await legOf(stationId, 'metall');
    await move(stationId, 'out', { at: OUT, grams: 2_000, dropOffId, toDropOffId });
    expect(await sides(stationId)).toEqual({ ombruk: -2_000, metall: 2_000 });
  });
});
