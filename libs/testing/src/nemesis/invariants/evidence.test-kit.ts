import { type Evidence } from '../evidence/evidence';
import { type HistoryLine } from '../history';

const AT = '2026-11-21T10:00:00.000Z';

/** One visit by a resident at one station, of which everything is right; `changes` make it wrong in a chosen way. */
export function evidenceOf(changes: Partial<Evidence> = {}): Evidence {
  const press = { requestId: 'r-1', jti: 'j-1', doorId: 'open-1-dor', flavour: 'valid', replica: 'access-1' };
  const answers = {
    totals: [{ stationId: 'open-1', grams: 4_200, takenOutGrams: 0 }],
    dropOffs: [{ id: 'e-1', grams: 4_200 }],
    manifest: 'm',
  };
  const row = {
    ...{ entryId: 'e-1', weighingId: 'w-1', stationId: 'open-1', localDate: '2026-11-21' },
    ...{ kind: 'drop-off', grams: 4_200, quality: 'ok' },
  };
  return {
    reach: 'end',
    stations: [{ stationId: 'open-1', role: 'open', hours: '24/7' }],
    history: [line(1, 'unlock', 'invoke', press), line(1, 'unlock', 'ok', { http: 200, status: 'SUCCESS' })],
    journal: [
      {
        ...{ at: AT, stationId: 'open-1', kind: 'actuation', doorId: 'open-1-dor', commandId: 'c-1' },
        ...{ nonceAgeMs: 900, claimedAgeMs: 850, ttlMs: 4_000, saidMsAgo: 880 },
      },
      { at: '2026-11-21T10:00:05.000Z', stationId: 'open-1', kind: 'carried', visit: 1, grams: 4_200, by: 'resident' },
    ],
    heldOpen: [],
    sentBoots: [{ deviceId: 'open-1-vekt', boot: 'b', lastSeq: 9, ackedSeq: 9, sumGrams: 90 }],
    storedBoots: [{ deviceId: 'open-1-vekt', boot: 'b', lastSeq: 9, gaps: [], rows: 9, sumGrams: 90 }],
    attempts: [{ attemptId: 'a-1', requestHash: 'h-1', commandId: 'c-1', doorId: 'open-1-dor', state: 'closed' }],
    visits: [
      {
        ...{ visitId: 'v-1', stationId: 'open-1', weighingId: 'w-1', attemptIds: ['a-1'] },
        ...{ openedAt: AT, closedAt: '2026-11-21T10:00:20.000Z' },
      },
    ],
    ledger: [row],
    ledgerAgain: [row],
    entries: [{ entryId: 'e-1', grams: 4_200 }],
    rebuilt: { isSame: true, said: 'Nothing was changed.' },
    told: [
      told('f-1', 'dropoffs.drop-off.recorded.v1', { entryId: 'e-1', grams: 4_200 }),
      told('f-2', 'access.door.unlocked.v1', { attemptId: 'a-1' }),
    ],
    compared: [{ way: 'tonnage', fact: 'dropoffs.drop-off.recorded.v1', told: 1, lost: 0, doubled: 0 }],
    deadLetters: [],
    alarms: [],
    audit: [],
    activities: [],
    answers: [
      { replicas: 'access-1 and dropoffs-1', ...answers },
      { replicas: 'access-2 and dropoffs-2', ...answers },
    ],
    requestHashes: new Map([['r-1', 'h-1']]),
    personalNumbersIn: [],
    liveness: {
      readyMs: 1,
      unlocks: [{ replica: 'access-1', stationId: 'open-1', status: 'SUCCESS', expected: 'SUCCESS', tookMs: 1 }],
      stuck: [],
    },
    exits: [{ name: 'access-1', pid: 7, code: null, signal: 'SIGKILL', wanted: true, wasUp: true }],
    unhandled: [],
    resources: [{ what: 'open files of access-1', before: 30, after: 31 }],
    ...changes,
  };
}

export function line(
  id: number,
  op: HistoryLine['op'],
  type: HistoryLine['type'],
  value: Record<string, unknown>,
  at = AT,
): HistoryLine {
  return { id, op, type, atMs: id, at, value };
}

export function told(id: string, type: string, body: Record<string, unknown>): Evidence['told'][number] {
  return { owner: type.split('.')[0] ?? '', id, stationId: 'open-1', type, published: true, body };
}
