import { invariant } from './invariant';

/** How long it took stands in the report. */
export const wellAgain = invariant(
  'I12',
  'after the faults every process is ready again by itself, everything under way arrives, and every replica opens what is open',
  ({ liveness: { unlocks, stuck } }) => [
    ...stuck.map((what) => ({ what: 'something never came to rest', ids: [what] })),
    ...unlocks
      .filter(({ status, expected }) => status !== expected)
      .map(({ replica, stationId, status, expected }) => ({
        what: `a press was answered ${status || 'nothing'}, and should have been ${expected}`,
        ids: [replica, stationId],
      })),
  ],
);
