import { invariant } from './invariant';

export const noPersonKept = invariant(
  'I11',
  'no personal number that a token carried is in any file of databases, brokers or logs',
  ({ personalNumbersIn }) => personalNumbersIn.map((path) => ({ what: 'a personal number is kept', ids: [path] })),
);
