import { grouped, invariant } from './invariant';

/** Between each owner's rows, JetStream, and each reader. */
export const factsTold = invariant(
  'I8',
  "every row has its fact, every fact its row, a station's in order; each reader has every fact once and none was given up",
  ({ told, compared, deadLetters }) => [
    ...told
      .filter(({ published }) => !published)
      .map(({ owner, type, id }) => ({ what: `${owner} has not published a ${type}`, ids: [id] })),
    ...[...grouped(told, ({ id }) => id)]
      .filter(([, own]) => own.length > 1)
      .map(([id]) => ({ what: 'two facts have one id', ids: [id] })),
    ...compared
      .filter(({ lost, doubled }) => lost !== 0 || doubled !== 0)
      .map(({ way, fact, lost, doubled }) => ({ what: `${way}: ${lost} lost, ${doubled} doubled`, ids: [fact] })),
    ...compared
      .filter(({ disordered = 0 }) => disordered > 0)
      .map(({ way, fact, disordered }) => ({ what: `${way}: ${disordered} after a later one`, ids: [fact] })),
    ...deadLetters.map(({ owner, type, reason }) => ({ what: `${owner} gave up a ${type}: ${reason}`, ids: [type] })),
  ],
);
