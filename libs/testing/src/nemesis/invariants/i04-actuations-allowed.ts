import { type Evidence, type StoredAttempt } from '../evidence/evidence';
import { type JournalLine } from '../history';
import { mayBeOpen } from '../open-times';
import { grouped, invariant } from './invariant';

export type Actuation = Extract<JournalLine, { kind: 'actuation' }>;

/** How long after we heard it a nonce is used, and how long a command may live. */
const OLDEST_NONCE_MS = 25_000;
const LONGEST_TTL_MS = 5_000;

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
  return [...wrong, ...agesOf(line)];
}

/** A command that doesn't exceed what it claims, and claims no more than is so, moves the bolt within its life after it was sent. */
function agesOf({ nonceAgeMs, claimedAgeMs, ttlMs, saidMsAgo }: Actuation): string[] {
  const wrong: string[] = [];
  if (claimedAgeMs > OLDEST_NONCE_MS) wrong.push(`a nonce of ${claimedAgeMs} ms was used`);
  if (ttlMs > LONGEST_TTL_MS) wrong.push(`the command might live for ${ttlMs} ms`);
  if (nonceAgeMs > claimedAgeMs + ttlMs)
    wrong.push(`the nonce was ${Math.round(nonceAgeMs)} ms old, and only ${claimedAgeMs + ttlMs} ms were allowed`);
  if (saidMsAgo === null) wrong.push('the door never said that nonce');
  else if (claimedAgeMs > saidMsAgo)
    wrong.push(`the nonce was told to be ${claimedAgeMs} ms old ${saidMsAgo} ms after the door had made it`);
  return wrong;
}

function validHashes({ history, requestHashes }: Evidence): Set<string> {
  const asked = history.filter(
    ({ op, type, value }) => op === 'unlock' && type === 'invoke' && value.flavour === 'valid',
  );
  return new Set(asked.map(({ value }) => requestHashes.get(String(value.requestId)) ?? ''));
}
