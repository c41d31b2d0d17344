import { type AuditRow, type Evidence } from '../evidence/evidence';
import { type HistoryLine } from '../history';
import { actuationsOf } from './i04-actuations-allowed';
import { grouped, invariant } from './invariant';

/** Every closure by staff has one row of the audit, which is as it was written, and every unlocked door one fact. */
export const changesAudited = invariant(
  'I10',
  'every change by staff that was confirmed, and every unlock, is written down exactly once',
  (evidence) => {
    const added = grouped(evidence.audit.flatMap(addedClosures), (id) => id);
    const unlocked = grouped(
      evidence.told.filter(({ type }) => type === 'access.door.unlocked.v1'),
      ({ body }) => String(body.attemptId),
    );
    const moved = new Set(actuationsOf(evidence).map(({ commandId }) => commandId));
    return [
      ...confirmed(evidence.history)
        .filter((closureId) => added.get(closureId)?.length !== 1)
        .map((id) => ({ what: `a closure is written down ${added.get(id)?.length ?? 0} times`, ids: [id] })),
      ...evidence.audit
        .filter(({ isChained }) => !isChained)
        .map(({ action, stationId }) => ({
          what: `a row of the audit is not as it was written: ${action}`,
          ids: [stationId],
        })),
      ...activities(evidence),
      ...evidence.attempts
        .filter(({ state }) => ['unlocked', 'opened', 'closed'].includes(state))
        .filter(({ attemptId, commandId }) => unlocked.get(attemptId)?.length !== 1 || !moved.has(commandId))
        .map(({ attemptId, commandId }) => ({
          what: `an unlock is told ${unlocked.get(attemptId)?.length ?? 0} times; the bolt ${moved.has(commandId) ? 'moved' : 'never moved'}`,
          ids: [attemptId, commandId],
        })),
    ];
  },
);

/** One that was confirmed is there once; one of which nobody knows, at most once. */
function activities({ history, activities: kept }: Evidence): { what: string; ids: string[] }[] {
  const byTitle = grouped(kept, ({ title }) => title);
  const titles = new Map(history.filter(isInvoked).map(({ id, value }) => [id, String(value.title)]));
  const endings = history.filter(({ op, type }) => op === 'record-activity' && type !== 'invoke');
  return endings.flatMap(({ id, type }) => {
    const title = titles.get(id) ?? '';
    const times = byTitle.get(title)?.length ?? 0;
    const isRight = type === 'info' ? times <= 1 : times === (type === 'ok' ? 1 : 0);
    return isRight ? [] : [{ what: `an activity that ended ${type} is kept ${times} times`, ids: [title] }];
  });
}

function isInvoked({ op, type }: HistoryLine): boolean {
  return op === 'record-activity' && type === 'invoke';
}

function addedClosures({ before, after }: AuditRow): string[] {
  const known = new Set((before.closures ?? []).map(({ id }) => id));
  return (after.closures ?? []).map(({ id }) => id).filter((id) => !known.has(id));
}

function confirmed(history: readonly HistoryLine[]): string[] {
  const closed = history.filter(({ op, type }) => op === 'close-station' && type === 'ok');
  return closed.map(({ value }) => String(value.closureId));
}
