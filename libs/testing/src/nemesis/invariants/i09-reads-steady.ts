import { grouped, invariant } from './invariant';

/** Of days that are over; and both replicas say the same in the end. */
export const readsSteady = invariant(
  'I9',
  'what was once shown right of a day that is over is never shown otherwise, and replicas agree',
  ({ history, answers }) => {
    const asked = new Map(
      history.filter(({ op, type }) => op === 'read-totals' && type === 'invoke').map((line) => [line.id, line.value]),
    );
    const reads = history.flatMap(({ id, op, type, value, at }) => {
      const about = asked.get(id);
      if (op !== 'read-totals' || type !== 'ok' || !about) return [];
      const day = `${String(about.stationId)} ${String(about.date)}`;
      return [{ day, at, isRight: JSON.stringify(value.read) === JSON.stringify(about.truth), read: value.read }];
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
    const [one, ...others] = answers.map(({ replicas: _, ...answer }) => JSON.stringify(answer));
    return [
      ...wrongLater.map(({ day, at, read }) => ({
        what: `shown right before, and then as ${JSON.stringify(read)}`,
        ids: [day, at],
      })),
      ...others
        .filter((answer) => answer !== one)
        .map(() => ({ what: 'two replicas answer differently', ids: answers.map(({ replicas }) => replicas) })),
    ];
  },
);
