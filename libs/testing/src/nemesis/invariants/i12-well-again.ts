import { invariant } from './invariant';

/** How long it took stands in the report. */
export const wellAgain = invariant(
  'I12',
  'after the faults every process is ready again by itself, and every replica opens a door',
  ({ liveness: { unlocks } }) =>
    unlocks
      .filter(({ status }) => status !== 'SUCCESS')
      .map(({ replica, status }) => ({ what: `a press was answered ${status || 'nothing'}`, ids: [replica] })),
);
