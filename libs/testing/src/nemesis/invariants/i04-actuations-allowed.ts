import { type Evidence, type StoredAttempt } from '../evidence/evidence';
import { type JournalLine } from '../history';
import { mayBeOpen } from '../open-times';
import { grouped, invariant } from './invariant';

export type Actuation = Extract<JournalLine, { kind: 'actuation' }>;

/** A nonce is obeyed for 25 s after we heard it, and for the 5 s that a command may live. */
const OLDEST_NONCE_MS = 30_000;

/** A bolt moves only for a granted attempt of a valid token, in open hours, and while its command is young. */
export const actuationsAllowed = invariant(
  'I4',
  'every movement of a bolt has one granted attempt, a valid token, open hours and a young command',
  (evidence) => {
    const attempts = new Map(evidence.attempts.map((attempt) => [attempt.commandId, attempt]));
    const valid = validHashes(evidence);
    const moved = actuationsOf(evidence);
    const doubled = [...grouped(moved, ({ commandId }) => commandId)].filter(([, lines]) => lines.length > 1);
    return [
      ...doubled.map(([commandId]) => ({ what: 'a command moved a bolt twice', ids: [commandId] })),
      ...moved.flatMap((line) => {
        const attempt = attempts.get(line.commandId);
        const wrong = faultsOf(line, attempt, valid);
        if (!mayBeOpen(line.stationId, line.at, evidence)) wrong.push('the station was closed');
        return wrong.map((what) => ({ what, ids: [line.doorId, line.commandId, line.at] }));
      }),
    ];
  },
);

export function actuationsOf({ journal }: Evidence): Actuation[] {
  return journal.filter((line): line is Actuation => line.kind === 'actuation');
}

function faultsOf(line: Actuation, attempt: StoredAttempt | undefined, valid: ReadonlySet<string>): string[] {
  if (!attempt) return ['a bolt moved without an attempt'];
  const wrong: string[] = [];
  if (attempt.doorId !== line.doorId) wrong.push(`the attempt was at ${attempt.doorId}`);
  if (attempt.state === 'denied') wrong.push('the attempt was denied');
  if (!valid.has(attempt.requestHash)) wrong.push('no valid token asked for it');
  if (line.nonceAgeMs > OLDEST_NONCE_MS) wrong.push(`the nonce was ${Math.round(line.nonceAgeMs)} ms old`);
  return wrong;
}

function validHashes({ history, requestHashes }: Evidence): Set<string> {
  const asked = history.filter(
    ({ op, type, value }) => op === 'unlock' && type === 'invoke' && value.flavour === 'valid',
  );
  return new Set(asked.map(({ value }) => requestHashes.get(String(value.requestId)) ?? ''));
}
