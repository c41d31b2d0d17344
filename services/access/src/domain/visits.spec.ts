import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DoorChangeRow, type KnownVisit, reconcile, visitsFrom as visitsAt, VISIT_TIME_OUT_MS } from './visits';

const START = Date.parse('2026-11-20T10:00:00Z');

function at(seconds: number): Date {
  return new Date(START + seconds * 1_000);
}

/** Seen from a time at which nothing is overdue that the changes don't make so. */
function visitsFrom(changes: readonly DoorChangeRow[]) {
  return visitsAt(changes, new Date(START));
}

let seq = 0;
function change(
  seconds: number,
  position: { open?: boolean; locked?: boolean },
  more: Partial<DoorChangeRow> = {},
): DoorChangeRow {
  seq += 1;
  return {
    doorId: 'door',
    seq,
    at: at(seconds),
    open: position.open ?? null,
    locked: position.locked ?? null,
    attemptId: null,
    ...more,
  };
}

function known(visitId: string, openedAt: Date, closedAt: Date | null): KnownVisit {
  return {
    visitId,
    openedAt,
    closedAt,
    closedBy: closedAt ? 'doors' : null,
    leafOpenedAt: null,
    attemptIds: [],
    revision: 1,
  };
}

describe('visitsFrom', () => {
  it('runs from the unlock until closed and locked again', () => {
    const visits = visitsFrom([
      change(0, { locked: false, open: false }, { attemptId: 'a' }),
      change(3, { open: true }),
      change(90, { open: false }),
      change(91, { locked: true }),
    ]);
    expect(visits).toEqual([
      { openedAt: at(0), closedAt: at(91), closedBy: 'doors', leafOpenedAt: at(3), attemptIds: ['a'] },
    ]);
  });

  it.each([
    ['a door that only reports its leaf', [change(0, { open: true }), change(60, { open: false })], [[0, 60]]],
    ['a close without an opening', [change(60, { open: false, locked: true })], []],
    ['a boot while closed', [change(0, { open: false, locked: true }), change(9, { open: false, locked: true })], []],
    ['an unlock that nobody used', [change(0, { locked: false }), change(10, { locked: true })], [[0, 10]]],
    [
      'two visits',
      [change(0, { open: true }), change(5, { open: false }), change(20, { open: true }), change(30, { open: false })],
      [
        [0, 5],
        [20, 30],
      ],
    ],
    ['a door left open', [change(0, { open: true })], [[0, null]]],
  ])('%s', (_name, changes, expected) => {
    const spans = visitsFrom(changes).map(({ openedAt, closedAt }) => [openedAt, closedAt]);
    expect(spans).toEqual(expected.map(([from, to]) => [at(from!), to === null ? null : at(to!)]));
  });

  it('ends when the last door of the container is closed', () => {
    const visits = visitsFrom([
      change(0, { open: true }, { doorId: 'left' }),
      change(5, { open: true }, { doorId: 'right' }),
      change(10, { open: false }, { doorId: 'left' }),
      change(20, { open: false }, { doorId: 'right' }),
    ]);
    expect(visits).toMatchObject([{ openedAt: at(0), closedAt: at(20) }]);
  });

  it('ends by time-out when a closing is never told, so that the next visit is another one', () => {
    const later = VISIT_TIME_OUT_MS / 1_000 + 60;
    const visits = visitsFrom([
      change(0, { open: true }),
      change(later, { open: true }),
      change(later + 9, { open: false }),
    ]);
    expect(visits).toMatchObject([
      { openedAt: at(0), closedBy: 'time-out' },
      { openedAt: at(later), closedAt: at(later + 9), closedBy: 'doors' },
    ]);
  });

  it('ends by time-out with time alone, at the same instant however late it is noticed', () => {
    const opened = [change(0, { open: true })];
    const dueAt = at(VISIT_TIME_OUT_MS / 1_000);
    expect(visitsAt(opened, dueAt)).toMatchObject([{ closedAt: null }]);
    for (const lateMs of [1, 86_400_000]) {
      const ended = visitsAt(opened, new Date(dueAt.getTime() + lateMs));
      expect(ended).toMatchObject([{ closedAt: dueAt, closedBy: 'time-out' }]);
    }
  });

  it('ends with the next visit when an attempt unlocks what was never told to have locked', () => {
    const visits = visitsFrom([
      change(0, { locked: false, open: false }, { attemptId: 'a' }),
      change(3, { open: true }),
      change(600, { locked: false, open: false }, { attemptId: 'b' }),
      change(660, { locked: true }),
    ]);
    expect(visits).toMatchObject([
      { openedAt: at(0), closedAt: at(600), closedBy: 'next-visit', attemptIds: ['a'] },
      { openedAt: at(600), closedAt: at(660), closedBy: 'doors', attemptIds: ['b'] },
    ]);
  });

  it('goes on when an attempt unlocks one door while another one is open', () => {
    const visits = visitsFrom([
      change(0, { locked: false }, { doorId: 'left', attemptId: 'a' }),
      change(1, { open: true }, { doorId: 'right' }),
      change(9, { locked: false }, { doorId: 'left', attemptId: 'b' }),
    ]);
    expect(visits).toMatchObject([{ openedAt: at(0), closedAt: null, attemptIds: ['a', 'b'] }]);
  });

  const changeLists = fc.array(
    fc.record({
      doorId: fc.constantFrom('left', 'right'),
      at: fc.integer({ min: 0, max: 40_000 }).map(at),
      open: fc.option(fc.boolean()),
      locked: fc.option(fc.boolean()),
      attemptId: fc.constant(null),
    }),
    { maxLength: 30 },
  );

  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(changeLists, fc.infiniteStream(fc.nat()), (rows, keys) => {
        const changes = rows.map((row, index) => ({ ...row, seq: index }));
        const shuffled = changes
          .map((row) => ({ row, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        expect(visitsFrom(shuffled)).toEqual(visitsFrom(changes));
      }),
    );
  });

  it('gives visits that follow each other', () => {
    fc.assert(
      fc.property(changeLists, (rows) => {
        const visits = visitsFrom(rows.map((row, index) => ({ ...row, seq: index })));
        visits.forEach((visit, index) => {
          const next = visits[index + 1];
          if (next) expect(visit.closedAt!.getTime()).toBeLessThanOrEqual(next.openedAt.getTime());
          if (visit.closedAt) expect(visit.openedAt.getTime()).toBeLessThanOrEqual(visit.closedAt.getTime());
        });
      }),
    );
  });
});

describe('reconcile', () => {
  const derive = (spans: [number, number | null][]) =>
    spans.map(([from, to]) => ({
      openedAt: at(from),
      closedAt: to === null ? null : at(to),
      closedBy: to === null ? null : ('doors' as const),
      leafOpenedAt: null,
      attemptIds: [],
    }));

  it('tells nothing when nothing changed', () => {
    const result = reconcile([known('a', at(0), at(9))], derive([[0, 9]]));
    expect(result).toEqual({ changed: [], withdrawn: [] });
  });

  it('keeps a leaf that opened, and tells nobody', () => {
    const [visit] = derive([[0, null]]);
    const opened = { ...visit!, leafOpenedAt: at(3) };
    const { changed } = reconcile([known('a', at(0), null)], [opened]);
    expect(changed).toMatchObject([{ known: { visitId: 'a' }, derived: { leafOpenedAt: at(3) }, isNews: false }]);
  });

  it('revises a visit whose close came late', () => {
    const { changed } = reconcile([known('a', at(0), null)], derive([[0, 9]]));
    expect(changed.map((one) => one.known?.visitId)).toEqual(['a']);
  });

  it('splits a visit when late news shows two', () => {
    const { changed, withdrawn } = reconcile(
      [known('a', at(0), at(30))],
      derive([
        [0, 9],
        [20, 30],
      ]),
    );
    expect(changed.map((one) => one.known?.visitId)).toEqual(['a', undefined]);
    expect(withdrawn).toEqual([]);
  });

  it('withdraws a visit that turns out to be part of another', () => {
    const { changed, withdrawn } = reconcile([known('a', at(0), at(9)), known('b', at(20), at(30))], derive([[0, 30]]));
    expect(changed.map((one) => one.known?.visitId)).toEqual(['a']);
    expect(withdrawn.map(({ visitId }) => visitId)).toEqual(['b']);
  });
});
