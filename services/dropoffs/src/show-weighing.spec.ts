import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Author, type WeighingView } from '@selvbetjent/contracts';
import { CorrectDropOffHandler } from './correct-drop-off';
import { type DropoffsSystem, idOf, startDropoffs } from './dropoffs.test-kit';
import { ShowWeighingHandler } from './show-weighing';
import { aStation, type Story } from './story.test-kit';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['vist-veiing'] };

let system: DropoffsSystem;
let story: Story;
let dropOffId: string;

beforeAll(async () => {
  system = await startDropoffs();
  story = await aStation(system, 'vist-veiing');
  const day = story.day([
    { at: '09:05', grams: 12_300 },
    { at: '14:00', grams: -5_000 },
  ]);
  await story.publishVisits(day);
  await story.play(day.messages);
  await story.weighed(day);
  const [row] = await system.query<{ entry_id: string }>('SELECT entry_id FROM ledger WHERE $1 = ANY(visit_ids)', [
    idOf('vist-veiing-0'),
  ]);
  dropOffId = row?.entry_id ?? '';
});
afterAll(() => system?.stop());

const show = (id = dropOffId, author = KARI) =>
  system.service.app.get(ShowWeighingHandler).handle({ dropOffId: id, author });

async function shown(): Promise<WeighingView> {
  const outcome = await show();
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

it('shows the rows, the open door, the loads, and what the scale showed around them', async () => {
  const { rows, visits, fromGrams, toGrams, samples } = await shown();
  expect(rows.map(({ id, grams }) => [id, grams])).toEqual([[dropOffId, 12_300]]);
  expect(visits).toHaveLength(1);
  expect((toGrams ?? 0) - (fromGrams ?? 0)).toBe(12_300);
  const [opened, closed] = [visits[0]?.openedAt ?? '', visits[0]?.closedAt ?? ''];
  const before = samples.filter(({ at }) => at < opened).map(({ grams }) => grams);
  const after = samples.filter(({ at }) => at > closed).map(({ grams }) => grams);
  expect([before.at(-1), after.at(-1)]).toEqual([fromGrams, toGrams]);
  expect(samples.map(({ at }) => at)).toEqual(samples.map(({ at }) => at).toSorted());
});

it('shows what people corrected beside what was measured, and who did', async () => {
  const word = { dropOffId, grams: 11_000, reason: 'Lest feil av', author: KARI };
  await system.service.app.get(CorrectDropOffHandler).handle({ entryId: idOf('shown-correction'), ...word });
  const { rows, samples } = await shown();
  expect(samples.length).toBeGreaterThan(0);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows[0]).toMatchObject({ author: 'Kari', note: 'Lest feil av' });
  expect(rows.map(({ revision }) => revision)).toEqual(rows.map(({ revision }) => revision).toSorted((a, b) => b - a));
});

it('shows the rows alone when the readings are gone', async () => {
  await system.query(`DELETE FROM readings WHERE station_id = 'vist-veiing'`, []);
  const { samples, rows } = await shown();
  expect(samples).toEqual([]);
  expect(rows.length).toBeGreaterThan(0);
});

it('is for staff of that station', async () => {
  expect(await show(dropOffId, { ...KARI, stations: ['tveita'] })).toMatchObject({ reason: { code: 'forbidden' } });
  expect(await show(dropOffId, { ...KARI, roles: [] })).toMatchObject({ reason: { code: 'forbidden' } });
  expect(await show(idOf('nothing'))).toMatchObject({ outcome: 'denied', reason: { code: 'not_found' } });
});
