import { type HistoryLine } from '../history';
import { actuationsOf } from './i04-actuations-allowed';
import { grouped, invariant } from './invariant';

interface Told {
  id: number;
  status: string;
}

/** Endings of an attempt after which a repeated request may open: by then nothing may be on its way. */
const CLOSED = ['denied', 'failed', 'expired'];

/** What the resident was told against what the bolt did. */
export const answersTrue = invariant(
  'I5',
  'SUCCESS means that the bolt moved, DENIED that it did not, and nobody moves it twice for one request',
  (evidence) => {
    const moved = new Set(actuationsOf(evidence).map(({ commandId }) => commandId));
    const attempts = grouped(evidence.attempts, ({ requestHash }) => requestHash);
    const surelyNot = evidence.attempts.filter(
      ({ state, commandId }) => CLOSED.includes(state) && moved.has(commandId),
    );
    const told = [...answersByRequest(evidence.history)].flatMap(([requestId, answers]) => {
      const own = attempts.get(evidence.requestHashes.get(requestId) ?? '') ?? [];
      const movements = own.filter(({ commandId }) => moved.has(commandId)).length;
      const statuses = new Set(answers.map(({ status }) => status));
      const ids = [requestId, ...own.map(({ attemptId }) => attemptId)];
      const found: { what: string; ids: string[] }[] = [];
      if (statuses.has('SUCCESS') && movements === 0) found.push({ what: 'SUCCESS, and no bolt moved', ids });
      if (statuses.has('DENIED') && movements > 0) found.push({ what: 'DENIED, and the bolt moved', ids });
      if (statuses.has('SUCCESS') && statuses.has('DENIED'))
        found.push({ what: 'SUCCESS and DENIED for one request', ids });
      if (movements > 1) found.push({ what: `the bolt moved ${movements} times for one request`, ids });
      return found;
    });
    const late = surelyNot.map(({ attemptId, state }) => ({ what: `${state}, and the bolt moved`, ids: [attemptId] }));
    return [...told, ...late];
  },
);

function answersByRequest(history: readonly HistoryLine[]): Map<string, Told[]> {
  const asked = new Map<number, string>();
  for (const { id, op, type, value } of history)
    if (op === 'unlock' && type === 'invoke') asked.set(id, String(value.requestId));
  const answers = history.filter(({ op, type }) => op === 'unlock' && type !== 'invoke');
  const told = answers.map(({ id, value }) => ({ id, status: typeof value.status === 'string' ? value.status : '' }));
  return grouped(told, ({ id }) => asked.get(id) ?? '');
}
