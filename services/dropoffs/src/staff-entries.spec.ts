import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, type Outcome, type StaffEntry, StationChanged } from '@selvbetjent/contracts';
import { CheckConservation } from './check-conservation';
import { CorrectDropOffHandler } from './correct-drop-off';
import { type DropoffsSystem, idOf, startDropoffs, TROSTERUD, until } from './dropoffs.test-kit';
import { ListDropOffsHandler } from './list-drop-offs';
import { RecordCollectionHandler } from './record-collection';
import { RecordManualDropOffHandler } from './record-manual-drop-off';
import { aStation, type Story } from './story.test-kit';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['*'] };
const REASON = 'Sett med egne øyne';

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

/** A day of one visit at 09:05 that put in 12.3 kg, and one at 12:00 that took 5 kg out; weighed. */
async function weighedDay(name: string): Promise<Story> {
  const story = await aStation(system, name);
  const day = story.day([
    { at: '09:05', grams: 12_300 },
    { at: '14:00', grams: -5_000 },
  ]);
  await story.publishVisits(day);
  await story.play(day.messages);
  await story.weighed(day);
  return story;
}

const rows = (stationId: string) =>
  system.query<{ entry_id: string; kind: string; stream: string; grams: number; author: string }>(
    `SELECT entry_id, kind, stream, grams, author FROM ledger WHERE station_id = $1 ORDER BY position`,
    [stationId],
  );
const brief = async (stationId: string): Promise<string[]> =>
  (await rows(stationId)).map(({ kind, stream, grams }) => `${kind} ${stream} ${grams}`);

async function visitRow(story: Story, visit: number): Promise<string> {
  const [row] = await system.query<{ entry_id: string }>(
    'SELECT entry_id FROM ledger WHERE $1 = ANY(visit_ids) ORDER BY position LIMIT 1',
    [idOf(`${story.stationId}-${visit}`)],
  );
  return row?.entry_id ?? '';
}

function valueOf(outcome: Outcome<StaffEntry>): StaffEntry {
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const sumOf = async (story: Story): Promise<number> =>
  (await rows(story.stationId)).reduce((sum, { grams }) => sum + grams, 0);
const breaches = () => system.service.app.get(CheckConservation).handle();

let entries = 0;
const correct = (
  dropOffId: string,
  word: { grams?: number; stream?: 'recycling'; fraction?: string },
  author = KARI,
) => {
  const request = { entryId: idOf(`entry-${(entries += 1)}`), dropOffId, reason: REASON, author, ...word };
  return system.service.app.get(CorrectDropOffHandler).handle(request);
};

describe('a correction', () => {
  it('of the stream moves the measured grams, and the container holds as much as before', async () => {
    const story = await weighedDay('rettet-strom');
    const before = await sumOf(story);
    const entry = valueOf(await correct(await visitRow(story, 0), { stream: 'recycling', fraction: 'metal' }));
    expect(entry).toMatchObject({
      effect: 'relabelled',
      rows: [{ grams: -12_300 }, { stream: 'recycling', fraction: 'metal', grams: 12_300 }],
    });
    expect((await brief(story.stationId)).slice(-2)).toEqual(['drop-off reuse -12300', 'correction recycling 12300']);
    expect(await sumOf(story)).toBe(before);
    expect(await breaches()).toEqual([]);
  });

  it('of the weight stays when late readings change what was measured', async () => {
    const story = await aStation(system, 'rettet-vekt');
    const day = story.day([
      { at: '09:05', grams: 12_300 },
      { at: '14:00', grams: -5_000 },
    ]);
    await story.publishVisits(day);
    const scale = day.messages.filter(({ kind }) => kind === 'scale');
    const late = scale.slice(Math.floor(scale.length * 0.6));
    await story.play(scale.slice(0, -late.length));
    await system.caughtUp();
    const dropOff = await visitRow(story, 0);
    valueOf(await correct(dropOff, { grams: 10_000 }));
    await story.play(late);
    await story.weighed(day);
    valueOf(await correct(dropOff, { grams: 11_000 }));
    const counted = (await rows(story.stationId)).filter(({ kind }) => kind === 'drop-off' || kind === 'correction');
    expect(counted.reduce((sum, { grams }) => sum + grams, 0)).toBe(11_000);
    expect(await sumOf(story)).toBe(7_300);
    expect(await breaches()).toEqual([]);
    expect(new Set((await rows(story.stationId)).map(({ author }) => author))).toEqual(new Set(['system', 'kari']));
  });

  it('is told with its author and reason, and happens once', async () => {
    const story = await weighedDay('rettet-en-gang');
    const request = {
      entryId: idOf('once'),
      dropOffId: await visitRow(story, 0),
      reason: REASON,
      author: KARI,
      grams: 12_000,
    };
    const handler = system.service.app.get(CorrectDropOffHandler);
    const first = await handler.handle(request);
    const count = (await rows(story.stationId)).length;
    expect(await handler.handle(request)).toEqual(first);
    expect((await rows(story.stationId)).length).toBe(count);
    const listed = await system.service.app.get(ListDropOffsHandler).handle({ stationId: story.stationId, limit: 100 });
    const views = listed.outcome === 'ok' ? listed.value.items : [];
    expect(views.filter(({ author, note }) => author === 'Kari' && note === REASON)).toHaveLength(3);
    const weighed = views.find(({ grams, author }) => grams === 12_300 && author === undefined);
    expect(weighed).toMatchObject({ method: 'weighed', readings: { scaleId: `${story.stationId}-vekt` } });
  });

  it('is refused for what is not there, by who may not, and without anything to correct', async () => {
    const story = await weighedDay('rettes-ikke');
    const dropOff = await visitRow(story, 0);
    const before = await brief(story.stationId);
    const outcomes = [
      await correct(idOf('nothing'), { grams: 1 }),
      await correct(dropOff, { grams: 1 }, { ...KARI, stations: ['tveita'] }),
      await correct(dropOff, {}),
    ].map((outcome) => (outcome.outcome === 'denied' ? outcome.reason.code : outcome.outcome));
    expect(outcomes).toEqual(['not_found', 'forbidden', 'nothing_to_correct']);
    expect(await brief(story.stationId)).toEqual(before);
  });
});

describe('a collection', () => {
  const collect = (stationId: string, at: string, more: { grams?: number; dropOffId?: string } = {}) =>
    system.service.app.get(RecordCollectionHandler).handle({
      ...{ entryId: idOf(`entry-${(entries += 1)}`), reason: REASON, author: KARI },
      ...{ place: { stationId, containerId: 'ombruk' }, at, ...more },
    });

  it('renames the fall that the scale measured, and adds nothing', async () => {
    const story = await weighedDay('hentet');
    const before = await sumOf(story);
    const entry = valueOf(await collect(story.stationId, '2026-11-20T13:00:00Z', { grams: 6_000 }));
    expect(entry).toMatchObject({
      effect: 'relabelled',
      rows: [
        { kind: 'take-out', grams: 5_000 },
        { kind: 'collection', grams: -6_000 },
        { kind: 'unexplained', grams: 1_000 },
      ],
    });
    expect(await sumOf(story)).toBe(before);
    expect(await breaches()).toEqual([]);
  });

  it('where the scale showed no fall is refused, and says what to do', async () => {
    const story = await weighedDay('ikke-hentet');
    const outcome = await collect(story.stationId, '2026-11-20T09:00:00Z', { grams: 6_000 });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code: 'nothing_measured' } });
  });

  it('of a row by which kilos came is refused', async () => {
    const story = await weighedDay('feil-vei');
    const before = await brief(story.stationId);
    const dropOffId = await visitRow(story, 0);
    const outcome = await system.service.app.get(RecordCollectionHandler).handle({
      ...{
        entryId: idOf(`entry-${(entries += 1)}`),
        reason: REASON,
        author: KARI,
        at: '2026-11-20T09:00:00Z',
        dropOffId,
      },
      place: { stationId: story.stationId, containerId: 'ombruk' },
    });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code: 'wrong_direction' } });
    expect(await brief(story.stationId)).toEqual(before);
  });

  it('while the scale was out of service is added', async () => {
    const story = await aStation(system, 'uten-vekt-da');
    const without = await collect(story.stationId, '2026-11-19T09:00:00Z');
    expect(without).toMatchObject({ outcome: 'denied', reason: { code: 'grams_needed' } });
    const entry = valueOf(await collect(story.stationId, '2026-11-19T09:00:00Z', { grams: 6_000 }));
    expect(entry).toMatchObject({ effect: 'added', rows: [{ kind: 'collection', grams: -6_000 }] });
    expect(await brief(story.stationId)).toEqual(['collection reuse -6000']);
  });
});

describe('a manual drop-off', () => {
  const record = (stationId: string, at: string, grams: number) =>
    system.service.app.get(RecordManualDropOffHandler).handle({
      ...{ entryId: idOf(`entry-${(entries += 1)}`), reason: REASON, author: KARI, at, grams },
      place: { stationId, containerId: 'ombruk' },
    });

  it('that the scale measured is that drop-off under another name', async () => {
    const story = await weighedDay('manuell-veid');
    const before = await sumOf(story);
    expect(valueOf(await record(story.stationId, '2026-11-20T08:10:00Z', 12_300)).effect).toBe('relabelled');
    expect((await brief(story.stationId)).slice(-2)).toEqual(['drop-off reuse -12300', 'manual reuse 12300']);
    expect(await sumOf(story)).toBe(before);
  });

  it('without a scale is added, can be corrected, and never lies in the future', async () => {
    const stationId = 'manuell-uten';
    const containers = TROSTERUD.containers.slice(0, 1).map((container) => ({ ...container, scales: [] }));
    await system.stations.publish(StationChanged, { ...TROSTERUD, stationId, containers });
    await system.caughtUp();
    const entry = valueOf(await record(stationId, '2026-11-20T08:10:00Z', 4_000));
    expect(entry.effect).toBe('added');
    const [row] = await rows(stationId);
    valueOf(await correct(row?.entry_id ?? '', { grams: 3_000 }));
    expect(await brief(stationId)).toEqual(['manual reuse 4000', 'manual reuse -1000']);
    const later = await record(stationId, new Date(Date.now() + 3_600_000).toISOString(), 4_000);
    expect(later).toMatchObject({ outcome: 'denied', reason: { code: 'in_the_future' } });
  });
});

describe('what was added while the scale was silent', () => {
  const record = (stationId: string, at: string, grams: number) =>
    system.service.app.get(RecordManualDropOffHandler).handle({
      ...{ entryId: idOf(`entry-${(entries += 1)}`), reason: REASON, author: KARI, at, grams },
      place: { stationId, containerId: 'ombruk' },
    });
  const counted = async (stationId: string): Promise<number> =>
    (await rows(stationId))
      .filter(({ kind }) => ['drop-off', 'manual', 'correction'].includes(kind))
      .reduce((sum, { grams }) => sum + grams, 0);

  it('is what staff say of the weighing that its backlog brings, and counts once', async () => {
    const story = await aStation(system, 'sen-etterslep');
    const day = story.day([
      { at: '09:05', grams: 12_300 },
      { at: '14:00', grams: -5_000 },
    ]);
    await story.publishVisits(day);
    const added = valueOf(await record(story.stationId, '2026-11-20T08:10:00Z', 12_000));
    expect(added.effect).toBe('added');
    valueOf(await correct((await rows(story.stationId))[0]?.entry_id ?? '', { grams: 12_500 }));
    await story.play(day.messages);
    await story.weighed(day);
    expect(await counted(story.stationId)).toBe(12_500);
    expect(await sumOf(story)).toBe(7_300);
    expect(await breaches()).toEqual([]);
  });

  it('stays, uncertain, when the backlog shows more than one change that it could be', async () => {
    const story = await aStation(system, 'sent-uklart');
    const day = story.day([
      { at: '09:05', grams: 12_300 },
      { at: '09:40', grams: 8_000 },
    ]);
    await story.publishVisits(day);
    valueOf(await record(story.stationId, '2026-11-20T08:20:00Z', 12_000));
    await story.play(day.messages);
    await story.weighed(day);
    const standing = await system.query<{ quality: string; grams: number }>(
      `SELECT quality, sum(grams)::int AS grams FROM ledger WHERE station_id = $1 AND kind = 'manual'
       GROUP BY 1 HAVING sum(grams) <> 0`,
      [story.stationId],
    );
    expect(standing).toEqual([{ quality: 'uncertain', grams: 12_000 }]);
  });

  /** What is counted once the readings until 08:30 are weighed, and once all are. */
  async function inTwoParts(stationId: string, second: number): Promise<number[]> {
    const story = await aStation(system, stationId);
    const day = story.day([
      { at: '09:05', grams: 12_300 },
      { at: '09:40', grams: second },
    ]);
    valueOf(await record(stationId, '2026-11-20T08:10:00Z', 12_000));
    const half = day.messages.findIndex(({ payload }) => payload.includes('T08:30:'));
    await story.play(day.messages.slice(0, half));
    await system.caughtUp();
    await story.publishVisits(day);
    await until(async () => (await rows(stationId)).some(({ kind }) => kind === 'drop-off'));
    await system.caughtUp();
    const atFirst = await counted(stationId);
    await story.play(day.messages.slice(half));
    await story.weighed(day);
    return [atFirst, await counted(stationId)];
  }

  it('stays while a visit that it could be is still to be weighed, and where that proves to be another', async () => {
    expect(await inTwoParts('sent-i-to-deler', 8_000)).toEqual([24_300, 32_300]);
  });

  it('is what was measured, once the visit that it could have been as well proves to have brought nothing', async () => {
    expect(await inTwoParts('sent-og-tomt', 0)).toEqual([24_300, 12_000]);
  });
});

describe('a preview', () => {
  it('tells what a row would do, and does nothing', async () => {
    const story = await weighedDay('forhandsvist');
    const before = await brief(story.stationId);
    const request = {
      ...{ entryId: idOf('previewed'), reason: REASON, author: KARI, at: '2026-11-20T08:10:00Z', grams: 12_000 },
      place: { stationId: story.stationId, containerId: 'ombruk' },
    };
    const handler = system.service.app.get(RecordManualDropOffHandler);
    const told = valueOf(await handler.handle({ ...request, preview: true }));
    expect(await brief(story.stationId)).toEqual(before);
    expect(valueOf(await handler.handle(request))).toEqual(told);
    expect((await brief(story.stationId)).length).toBe(before.length + told.rows.length);
  });
});
