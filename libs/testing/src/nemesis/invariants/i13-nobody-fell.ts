import { invariant } from './invariant';

/** Connections and files after the faults may be so much more than before. */
const SPARE_SHARE = 0.1;
const SPARE_COUNT = 5;

export const nobodyFell = invariant(
  'I13',
  'no process that was up ended but those that were ended, no failure went unhandled, no connection leaks',
  ({ exits, unhandled, resources }) => [
    ...exits
      .filter(({ wanted, wasUp }) => !wanted && wasUp)
      .map(({ name, pid, code, signal }) => ({
        what: `${name} ended by itself: ${signal ?? `code ${code}`}`,
        ids: [`pid ${pid}`],
      })),
    ...unhandled.map((line) => ({ what: 'a failure that nobody handled', ids: [line] })),
    ...resources
      .filter(({ before, after }) => after > before * (1 + SPARE_SHARE) + SPARE_COUNT)
      .map(({ what, before, after }) => ({ what: `${after} after the faults, ${before} before`, ids: [what] })),
  ],
);
