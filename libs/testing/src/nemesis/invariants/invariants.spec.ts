import { describe, expect, it } from '@jest/globals';
import { type Evidence } from '../evidence/evidence';
import { INVARIANTS, invariantsFor } from './catalogue';
import { type Actuation } from './i04-actuations-allowed';
import { evidenceOf, line, told } from './evidence.test-kit';

const right = evidenceOf();
const [sent] = right.sentBoots;
const [stored] = right.storedBoots;
const [attempt] = right.attempts;
const [visit] = right.visits;
const [row] = right.ledger;
const [pressed] = right.liveness.unlocks;
const [first, carried] = right.journal;
const moved = first as Actuation;
const old = { claimedAgeMs: 25_001, saidMsAgo: 25_001 };
const [invoked, answered] = right.history;
const [unlockAnswer, otherAnswer] = right.answers;

const again = { ...invoked!, id: 2 };
const closing = line(5, 'close-station', 'ok', { stationId: 'open-1', closureId: 'k-1' }, '2026-11-21T09:59:00.000Z');
const obeyed = line(6, 'obeyed', 'ok', { stationId: 'open-1', closureId: 'k-1' }, '2026-11-21T09:59:01.000Z');
const reading = (id: number, grams: number) => [
  line(id, 'read-totals', 'invoke', { stationId: 'open-1', date: '2026-11-20', truth: { grams: 100 } }),
  line(id, 'read-totals', 'ok', { read: { grams } }),
];
const alarm = (kind: string, of: Partial<Evidence['alarms'][number]>) => ({
  ...{ kind, stationId: 'open-1', doorId: null, visitId: null, since: '2026-11-21T10:00:00Z', isCleared: true },
  ...of,
});
const audited = (closureId: string): Evidence['audit'][number] => ({
  ...{ action: 'close', stationId: 'open-1', before: { closures: [] } },
  after: { closures: [{ id: closureId }] },
  isChained: true,
});

const activity = { activityId: 'x-1', title: 'Marked 1' };
const entering = (ending: 'ok' | 'info') => [
  line(9, 'record-activity', 'invoke', { title: activity.title }),
  line(9, 'record-activity', ending, {}),
];

/** What a mistake leaves behind, and which invariant tells of it. */
const BROKEN: [id: string, what: string, changes: Partial<Evidence>][] = [
  ['I1', 'an acknowledged reading is gone', { storedBoots: [{ ...stored!, gaps: [{ from: 4, to: 4 }], rows: 8 }] }],
  ['I1', 'the last readings are gone', { storedBoots: [{ ...stored!, lastSeq: 7, rows: 7, sumGrams: 70 }] }],
  ['I1', 'a whole boot is gone', { storedBoots: [] }],
  ['I1', 'a boot is stored that nobody sent', { storedBoots: [stored!, { ...stored!, boot: 'x' }] }],
  ['I1', 'a reading is stored twice', { storedBoots: [{ ...stored!, rows: 10, sumGrams: 100 }] }],
  ['I1', 'a reading was changed', { sentBoots: [{ ...sent!, sumGrams: 91 }] }],
  ['I2', 'a visit is lost', { visits: [] }],
  ['I2', 'a visit is not weighed', { visits: [{ ...visit!, weighingId: null }] }],
  ['I2', 'a gram is missing', { ledger: [{ ...row!, grams: 4_199 }] }],
  ['I2', 'a visit is booked twice', { ledger: [row!, { ...row!, entryId: 'e-2' }] }],
  ['I2', 'grams are booked that nobody carried', { journal: [moved] }],
  ['I2', 'a visit is booked as drift', { ledger: [{ ...row!, kind: 'drift' }] }],
  ['I3', 'people are shown something else', { answers: [{ ...unlockAnswer!, totals: [] }, otherAnswer!] }],
  ['I3', 'another weighing books more', { ledgerAgain: [row!, { ...row!, entryId: 'e-2' }] }],
  ['I3', 'a rebuild gives another read model', { rebuilt: { isSame: false, said: 'entries: 1 rows differ' } }],
  ['I3', 'the read model lacks a row', { entries: [] }],
  ['I3', 'the read model has a row twice', { entries: [right.entries[0]!, right.entries[0]!] }],
  [
    'I3',
    'a row is told with other grams',
    { told: [told('f-1', 'dropoffs.drop-off.recorded.v1', { entryId: 'e-1', grams: 4_201 })] },
  ],
  ['I4', 'a bolt moved without an attempt', { attempts: [] }],
  ['I4', 'a command moved the bolt twice', { journal: [moved, moved, carried!] }],
  ['I4', 'the attempt was at another door', { attempts: [{ ...attempt!, doorId: 'open-2-dor' }] }],
  ['I4', 'the attempt was denied', { attempts: [{ ...attempt!, state: 'denied' }] }],
  [
    'I4',
    'the token was wrong',
    { history: [{ ...invoked!, value: { ...invoked!.value, flavour: 'forged' } }, answered!] },
  ],
  ['I4', 'the nonce was older than the command allows', { journal: [{ ...moved, nonceAgeMs: 4_851 }, carried!] }],
  ['I4', 'a command claims an age that no nonce could have', { journal: [{ ...moved, claimedAgeMs: 881 }, carried!] }],
  ['I4', 'a nonce is used that was heard too long ago', { journal: [{ ...moved, ...old }, carried!] }],
  ['I4', 'a command lives too long', { journal: [{ ...moved, ttlMs: 5_001 }, carried!] }],
  ['I4', 'the door never said the nonce', { journal: [{ ...moved, saidMsAgo: null }, carried!] }],
  ['I4', 'it was outside of the hours', { stations: [{ ...right.stations[0]!, hours: '12:00-13:00' }] }],
  ['I4', 'a closure was in force', { history: [...right.history, closing, obeyed] }],
  ['I5', 'SUCCESS, and nothing moved', { journal: [carried!] }],
  ['I5', 'DENIED, and it moved', { history: [invoked!, line(1, 'unlock', 'fail', { status: 'DENIED' })] }],
  ['I5', 'surely nothing was sent, and it moved', { attempts: [{ ...attempt!, state: 'failed' }] }],
  ['I5', 'SUCCESS and DENIED', { history: [...right.history, again, line(2, 'unlock', 'fail', { status: 'DENIED' })] }],
  [
    'I6',
    'a token was taken twice',
    { history: [...right.history, again, line(2, 'unlock', 'ok', { status: 'SUCCESS' })] },
  ],
  [
    'I6',
    'a forged token was answered',
    { history: [{ ...invoked!, value: { ...invoked!.value, flavour: 'forged' } }, answered!] },
  ],
  ['I7', 'a door held open is not told', { heldOpen: [{ doorId: 'open-1-dor' }] }],
  [
    'I7',
    'a door held open is told twice',
    { heldOpen: [{ doorId: 'd' }], alarms: [alarm('held_open', { doorId: 'd' }), alarm('held_open', { doorId: 'd' })] },
  ],
  [
    'I7',
    'an alarm stands for a closed door',
    { heldOpen: [{ doorId: 'd' }], alarms: [alarm('held_open', { doorId: 'd', isCleared: false })] },
  ],
  ['I7', 'a closed door is told as held open', { alarms: [alarm('held_open', { doorId: 'd' })] }],
  ['I7', 'an opening with an attempt is told as forced', { alarms: [alarm('forced_open', { visitId: 'v-1' })] }],
  ['I8', 'a fact waits for ever', { told: right.told.map((fact) => ({ ...fact, published: false })) }],
  ['I8', 'facts of a station overtake each other', { compared: [{ ...right.compared[0]!, disordered: 1 }] }],
  ['I8', 'a reader lacks a fact', { compared: [{ ...right.compared[0]!, lost: 1 }] }],
  ['I8', 'a reader has a fact twice', { compared: [{ ...right.compared[0]!, doubled: 1 }] }],
  ['I8', 'a fact was given up', { deadLetters: [{ owner: 'tonnage', type: 't', reason: 'r' }] }],
  ['I9', 'a day that is over goes back', { history: [...right.history, ...reading(7, 100), ...reading(8, 90)] }],
  ['I9', 'kilos of a day fall, and no row takes them back', { history: [...reading(7, 80), ...reading(8, 60)] }],
  ['I9', 'replicas disagree', { answers: [unlockAnswer!, { ...otherAnswer!, manifest: 'n' }] }],
  ['I10', 'a closure is not written down', { history: [...right.history, closing] }],
  [
    'I10',
    'a closure is written down twice',
    { history: [...right.history, closing], audit: [audited('k-1'), audited('k-1')] },
  ],
  [
    'I10',
    'a row of the audit was changed afterwards',
    { history: [...right.history, closing], audit: [{ ...audited('k-1'), isChained: false }] },
  ],
  [
    'I10',
    'an activity is kept twice',
    { history: [...right.history, ...entering('ok')], activities: [activity, activity] },
  ],
  ['I10', 'an activity that was confirmed is lost', { history: [...right.history, ...entering('ok')] }],
  [
    'I10',
    'an activity of an unknown end is kept twice',
    { history: entering('info'), activities: [activity, activity] },
  ],
  ['I10', 'an unlock is not told', { told: right.told.slice(0, 1) }],
  ['I11', 'a personal number is kept', { personalNumbersIn: ['log'] }],
  [
    'I12',
    'a replica opens nothing any more',
    { liveness: { ...right.liveness, unlocks: [{ ...pressed!, status: '' }] } },
  ],
  ['I12', 'something never comes to rest', { liveness: { ...right.liveness, stuck: ['access.outbox'] } }],
  ['I13', 'a process ended by itself', { exits: [{ ...right.exits[0]!, wanted: false }] }],
  ['I13', 'a failure was not handled', { unhandled: ['access-1.log: UnhandledPromiseRejection'] }],
  ['I13', 'files are left open', { resources: [{ what: 'open files of access-1', before: 30, after: 60 }] }],
];

describe('the checker', () => {
  it('finds nothing where everything is right', () => {
    expect(INVARIANTS.flatMap((invariant) => invariant.check(right))).toEqual([]);
  });

  it.each(BROKEN)('%s tells when %s', (id, _what, changes) => {
    const found = INVARIANTS.filter((invariant) => invariant.check(evidenceOf(changes)).length > 0);
    expect(found.map((invariant) => invariant.id)).toContain(id);
  });

  it('has each invariant broken at least once here', () => {
    expect(new Set(BROKEN.map(([id]) => id))).toEqual(new Set(INVARIANTS.map(({ id }) => id)));
  });

  it('judges only what can be known by then', () => {
    const told = (changes: Partial<Evidence>): string[] => {
      const evidence = evidenceOf(changes);
      return invariantsFor(evidence).flatMap((one) => (one.check(evidence).length > 0 ? [one.id] : []));
    };
    const wrong = { ledger: [], deadLetters: [{ owner: 'tonnage', type: 't', reason: 'r' }], attempts: [] };
    expect(told({ ...wrong, reach: 'moment' })).toEqual(['I4', 'I5']);
    expect(told({ ...wrong, reach: 'rest' })).toEqual(['I3', 'I4', 'I5', 'I8']);
    expect(told({ ...wrong, reach: 'late' })).toEqual(['I2', 'I3', 'I4', 'I5', 'I8']);
    expect(told({ ...wrong, reach: 'end' })).toEqual(['I2', 'I3', 'I4', 'I5', 'I8']);
  });
});
