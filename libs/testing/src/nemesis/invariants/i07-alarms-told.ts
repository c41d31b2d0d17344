import { grouped, invariant } from './invariant';

/** Held open, and opened without an attempt. */
export const alarmsTold = invariant(
  'I7',
  'a door held open is told once, and an opening is told as forced only where no attempt explains it',
  ({ alarms, heldOpen, visits }) => {
    const explained = new Set(visits.filter(({ attemptIds }) => attemptIds.length > 0).map(({ visitId }) => visitId));
    const held = alarms.filter(({ kind }) => kind === 'held_open');
    const forced = alarms.filter(({ kind }) => kind === 'forced_open');
    const doubled = [...grouped(forced, ({ visitId }) => visitId ?? '')].filter(([, own]) => own.length > 1);
    return [
      ...heldOpen.flatMap(({ doorId }) => {
        const told = held.filter((alarm) => alarm.doorId === doorId);
        const what = `held open once, told ${told.length} times`;
        if (told.length !== 1) return [{ what, ids: [doorId] }];
        return told[0]?.isCleared ? [] : [{ what: 'closed again, and the alarm stands', ids: [doorId] }];
      }),
      ...held
        .filter(({ doorId }) => !heldOpen.some((one) => one.doorId === doorId))
        .map(({ doorId, since }) => ({ what: 'told as held open, and was not', ids: [doorId ?? '', since] })),
      ...doubled.map(([visitId]) => ({ what: 'told as forced more than once', ids: [visitId] })),
      ...forced
        .filter(({ visitId }) => explained.has(visitId ?? ''))
        .map(({ visitId, since }) => ({
          what: 'told as forced, and an attempt explains it',
          ids: [visitId ?? '', since],
        })),
    ];
  },
);
