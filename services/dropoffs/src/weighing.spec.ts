import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type DropOffView, ListDropOffs, VisitClosed, VisitWithdrawn } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type RecordedDay, recordedMessages, type RecordedMessage } from '@selvbetjent/simulation';
import { CheckConservation } from './check-conservation';
import { DropOffResponder } from './drop-off.responder';
import { type DropoffsSystem, startDropoffs, until } from './dropoffs.test-kit';
import { ListLevelsHandler } from './list-levels';
import { aStation, Story } from './story.test-kit';

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

/**
 * What the day of VISITS weighs: less than 0.2 kg is no row of its visit but drift, and the two visits with 20 s between them
 * are one.
 */
const SUMS = {
  '{}': 100,
  '{visit 0}': 12_300,
  '{visit 1}': -3_000,
  '{visit 3,visit 4}': 7_200,
  '{visit 6}': 63_200,
  '{visit 7}': -21_400,
  '{visit 8}': 800,
};

describe('a recorded day', () => {
  it('gives the same sums, to the gram, when readings come before the visits', async () => {
    const story = await aStation(system, 'forst-vekt');
    const day = story.day();
    await story.play(day.messages);
    await story.publishVisits(day);
    await story.weighed(day);
    expect(await story.sums()).toEqual(SUMS);
    const qualities = await system.query('SELECT DISTINCT quality FROM ledger WHERE station_id = $1', [
      story.stationId,
    ]);
    expect(qualities).toEqual([{ quality: 'ok' }]);
  });

  it('gives them when the visits come first, and again when everything is sent twice', async () => {
    const story = await aStation(system, 'forst-besok');
    const day = story.day();
    await story.publishVisits(day);
    await system.caughtUp();
    await story.play(day.messages);
    await story.weighed(day);
    expect(await story.sums()).toEqual(SUMS);
    const [before] = await system.query('SELECT count(*) FROM ledger');
    await story.play(day.messages);
    await story.publishVisits(day);
    await story.weighed(day);
    expect(await system.query('SELECT count(*) FROM ledger')).toEqual([before]);
  });

  it('gives them in other batches and another order', async () => {
    const story = await aStation(system, 'stokket');
    const day = story.day();
    const batches = { readingsPerMessage: 37, changesPerMessage: 3 };
    const shuffled = recordedMessages(story.device, day, batches)
      .map((message, index) => ({ message, rank: (index * 7_919) % 101 }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ message }) => message);
    await story.play(shuffled.slice(0, shuffled.length / 2));
    await story.publishVisits(day);
    await story.play(shuffled.slice(shuffled.length / 2));
    await story.weighed(day);
    expect(await story.sums()).toEqual(SUMS);
  });
});

describe('a weighing', () => {
  it('is provisional soon after the close and revised by a compensating row', async () => {
    const story = await aStation(system, 'revidert');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    const closedAt = day.truth.visits[0]!.closedAt;
    const aMinuteLater = new Date(Date.parse(closedAt) + 60_000).toISOString();
    const isEarly = (at: string): boolean => at < aMinuteLater;
    const readings = day.readings.map((reading) =>
      reading.at > closedAt && isEarly(reading.at) ? { ...reading, grams: reading.grams + 77_000 } : reading,
    );
    const messagesOf = (some: RecordedDay['readings']): RecordedMessage[] =>
      recordedMessages(story.device, { ...day, readings: some }, { readingsPerMessage: 140, changesPerMessage: 4 });
    await story.publishVisits(day);
    await story.play(messagesOf(readings.filter(({ at }) => isEarly(at))));
    await until(async () => (await story.rows(0)).length === 1);
    expect(await story.rows(0)).toMatchObject([{ kind: 'drop-off', grams: 89_300, quality: 'ok', revision: 1 }]);
    await story.play(messagesOf(readings));
    await story.weighed(day);
    const rows = await story.rows(0);
    expect(rows.reduce((sum, row) => sum + row.grams, 0)).toBe(12_300);
    expect(rows.map((row) => row.revision)).toEqual(rows.map((_row, index) => index + 1));
    expect(rows.at(-1)).toMatchObject({ quality: 'ok', reason: 'late_load_removed' });
  });

  it('follows what access learns later of a visit, and forgets a withdrawn one', async () => {
    const story = await aStation(system, 'rettet');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    await story.publishVisits(day);
    await story.play(day.messages);
    await story.weighed(day);
    const [facts] = story.facts(day);
    const later = new Date(Date.parse(facts!.closed.closedAt) + 5_000).toISOString();
    await system.access.publish(VisitClosed, { ...facts!.closed, closedAt: later, revision: 3 });
    await system.access.publish(VisitClosed, facts!.closed);
    await system.caughtUp();
    expect((await story.rows(0)).map(({ grams, reason }) => [grams, reason])).toEqual([
      [12_300, null],
      [-12_300, 'reversed'],
      [12_300, null],
    ]);
    const { visitId, stationId, containerId } = facts!.opened;
    await system.access.publish(VisitWithdrawn, { visitId, stationId, containerId, revision: 4 });
    await system.caughtUp();
    expect(await story.sums()).toEqual({});
  });

  it('is uncertain after a long silence, and put right when the readings come', async () => {
    const story = await aStation(system, 'taus');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    await story.publishVisits(day);
    await system.caughtUp();
    expect(await story.rows(0)).toEqual([]);
    await system.query(`UPDATE visits SET heard_at = heard_at - interval '16 minutes' WHERE station_id = $1`, [
      story.stationId,
    ]);
    await system.query(`UPDATE weighings SET silent_at = now() WHERE station_id = $1`, [story.stationId]);
    await until(async () => (await story.rows(0)).length === 1);
    expect(await story.rows(0)).toMatchObject([
      { kind: 'drop-off', grams: 0, quality: 'uncertain', reason: 'no_readings_before_visit' },
    ]);
    await story.play(day.messages);
    await story.weighed(day);
    const rows = await story.rows(0);
    expect(rows[1]).toMatchObject({ grams: 0, reason: 'reversed', quality: 'uncertain' });
    expect(await story.sums()).toEqual({ '{visit 0}': 12_300 });
    expect(rows.at(-1)).toMatchObject({ grams: 12_300, quality: 'ok' });
  });

  it('waits for a station that is not known yet', async () => {
    const story = new Story(system, 'sen-stasjon');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    await story.publishVisits(day);
    await aStation(system, 'sen-stasjon');
    await story.play(day.messages);
    await story.weighed(day);
    expect(await story.sums()).toEqual({ '{visit 0}': 12_300 });
  });
});

describe('what happens without a visit', () => {
  it("is booked as what it is, adds up, and is nobody's kilos", async () => {
    const story = await aStation(system, 'tomt');
    const day = story.day();
    const emptiedAt = '2026-11-20T13:00:00.000Z';
    const emptied = day.readings.map((reading) =>
      reading.at > emptiedAt ? { ...reading, grams: reading.grams - 448_000 } : reading,
    );
    await story.publishVisits(day);
    await story.play(
      recordedMessages(story.device, { ...day, readings: emptied }, { readingsPerMessage: 140, changesPerMessage: 4 }),
    );
    await story.weighed(day);
    const events = await system.query(
      `SELECT kind, sum(grams)::bigint AS grams FROM ledger WHERE station_id = $1 AND visit_ids = '{}' GROUP BY kind HAVING sum(grams) <> 0 ORDER BY kind`,
      [story.stationId],
    );
    expect(events).toEqual([
      { kind: 'drift', grams: 100 },
      { kind: 'emptying', grams: -448_000 },
    ]);
    expect(await story.sums()).toEqual({ ...SUMS, '{}': 100 - 448_000 });
    const levels = await system.service.app.get(ListLevelsHandler).handle({});
    expect(levels.find(({ stationId }) => stationId === story.stationId)).toMatchObject({
      grams: 800,
      emptiedAt: expect.stringMatching(/^2026-11-20T1[23]:/),
    });
  });

  it('is booked although no visit follows', async () => {
    const story = await aStation(system, 'tomt-til-slutt');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    const emptied = day.readings.map((reading) =>
      reading.at > '2026-11-20T20:00:00.000Z' ? { ...reading, grams: reading.grams - 412_000 } : reading,
    );
    await story.publishVisits(day);
    await story.play(
      recordedMessages(story.device, { ...day, readings: emptied }, { readingsPerMessage: 5, changesPerMessage: 4 }),
    );
    await story.weighed(day);
    expect(await story.sums()).toEqual({ '{visit 0}': 12_300, '{}': -412_000 });
  });

  it.each([
    ['a load', 'ukjent-last', 0, 18_300],
    ['a tare', 'tarert', 1, 12_300],
  ])('is in the container when it is %s', async (_name, stationId, tareEpoch, level) => {
    const story = await aStation(system, stationId);
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    const risen = day.readings.map((reading) =>
      reading.at > '2026-11-20T20:00:00.000Z'
        ? { ...reading, grams: reading.grams + 6_000, tareEpoch }
        : { ...reading, tareEpoch: 0 },
    );
    await story.publishVisits(day);
    await story.play(
      recordedMessages(story.device, { ...day, readings: risen }, { readingsPerMessage: 140, changesPerMessage: 4 }),
    );
    await story.weighed(day);
    expect(await story.sums()).toEqual({ '{visit 0}': 12_300, '{}': 6_000 });
    const levels = await system.service.app.get(ListLevelsHandler).handle({});
    expect(levels.find((container) => container.stationId === stationId)?.grams).toBe(level);
  });

  it('is found when it does not add up', async () => {
    const check = system.service.app.get(CheckConservation);
    expect(await check.handle()).toEqual([]);
    await system.query(
      `UPDATE weighings SET to_grams = to_grams - 70 WHERE station_id = 'tomt-til-slutt' AND carry IS NOT NULL`,
    );
    expect(await check.handle()).toMatchObject([{ missingGrams: -70 }]);
    expect(await check.handle()).toEqual([]);
  });
});

describe('a database that does not answer', () => {
  it('loses nothing: the broker delivers again after the connection is dropped', async () => {
    const story = await aStation(system, 'uten-base');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    await story.publishVisits(day);
    await system.caughtUp();
    const database = system.service.app.get(Database);
    const down = [jest.spyOn(database, 'transaction'), jest.spyOn(database, 'ping')];
    for (const method of down) method.mockRejectedValue(new Error('The database is down'));
    await story.play(day.messages.slice(0, 5));
    await until(() => down[1]!.mock.calls.length > 0);
    for (const method of down) method.mockRestore();
    await story.play(day.messages.slice(5));
    await story.weighed(day);
    expect(await story.sums()).toEqual({ '{visit 0}': 12_300 });
  });
});

describe('the pages of the ledger', () => {
  it('go through all rows once, newest first', async () => {
    const responder = system.service.app.get(DropOffResponder);
    const seen: DropOffView[] = [];
    let cursor: string | undefined;
    do {
      const page = await responder.list(
        Object.assign(new ListDropOffs(), { stationId: 'forst-vekt', limit: 4, cursor }),
      );
      if (page.outcome !== 'ok') throw new Error(page.outcome);
      seen.push(...page.value.items);
      cursor = page.value.next ?? undefined;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect(seen.every(({ final }) => final)).toBe(true);
    expect(seen.reduce((sum, { grams }) => sum + grams, 0)).toBe(59_200);
  });

  it('refuse a cursor that is none of theirs', async () => {
    const responder = system.service.app.get(DropOffResponder);
    const page = await responder.list(Object.assign(new ListDropOffs(), { limit: 4, cursor: 'x' }));
    expect(page).toMatchObject({ outcome: 'permanent', reason: { code: 'invalid_cursor' } });
  });
});
