import { type LedgerRow } from '../evidence/evidence';
import { grouped, invariant, sumOf } from './invariant';

interface Read {
  day: string;
  at: string;
  isRight: boolean;
  read: { grams?: number; takenOutGrams?: number };
}

/** Of days that are over; and both replicas say the same in the end. */
export const readsSteady = invariant(
  'I9',
  'what was once shown right of a day that is over is never shown otherwise, kilos fall only by what compensates them, and replicas agree',
  ({ history, answers, ledger }) => {
    const asked = new Map(
      history.filter(({ op, type }) => op === 'read-totals' && type === 'invoke').map((line) => [line.id, line.value]),
    );
    const reads = history.flatMap(({ id, op, type, value, at }): Read[] => {
      const about = asked.get(id);
      if (op !== 'read-totals' || type !== 'ok' || !about) return [];
      const day = `${String(about.stationId)} ${String(about.date)}`;
      return [
        {
          day,
          at,
          isRight: JSON.stringify(value.read) === JSON.stringify(about.truth),
          read: value.read as Read['read'],
        },
      ];
    });
    const wrongLater = [...grouped(reads, ({ day }) => day)].flatMap(([day, own]) => {
      const first = own.findIndex(({ isRight }) => isRight);
      return first < 0
        ? []
        : own
            .slice(first)
            .filter(({ isRight }) => !isRight)
            .map(({ at, read }) => ({ day, at, read }));
    });
    const fallen = [...grouped(reads, ({ day }) => day)].flatMap(([day, own]) => fallsIn(day, own, ledger));
    const [one, ...others] = answers.map(({ replicas: _, ...answer }) => JSON.stringify(answer));
    return [
      ...wrongLater.map(({ day, at, read }) => ({
        what: `shown right before, and then as ${JSON.stringify(read)}`,
        ids: [day, at],
      })),
      ...fallen,
      ...others
        .filter((answer) => answer !== one)
        .map(() => ({ what: 'two replicas answer differently', ids: answers.map(({ replicas }) => replicas) })),
    ];
  },
);

/** Rows against the direction of their kind take back what was booked before. */
function fallsIn(day: string, reads: readonly Read[], ledger: readonly LedgerRow[]): { what: string; ids: string[] }[] {
  const own = ledger.filter(({ stationId, localDate }) => `${stationId} ${localDate}` === day);
  const takenBack = {
    grams: -sumOf(own, ({ kind, grams }) => (kind === 'drop-off' ? Math.min(0, grams) : 0)),
    takenOutGrams: sumOf(own, ({ kind, grams }) => (kind === 'take-out' ? Math.max(0, grams) : 0)),
  };
  return reads.slice(1).flatMap(({ read, at }, index) =>
    (['grams', 'takenOutGrams'] as const).flatMap((which) => {
      const [before, now] = [reads[index]?.read[which] ?? 0, read[which] ?? 0];
      if (before - now <= takenBack[which]) return [];
      return [{ what: `${which} fell from ${before} to ${now}, ${takenBack[which]} were taken back`, ids: [day, at] }];
    }),
  );
}
