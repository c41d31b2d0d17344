import { type Compared } from '../../crash/compare-facts';
import { type Exit } from '../bed/children';
import { type HistoryLine, type JournalLine } from '../history';
import { type PlannedStation } from '../plan';

/** A boot of a scale or door as the device itself knows it. */
export interface SentBoot {
  deviceId: string;
  boot: string;
  /** Readings, or a door's changes, have been numbered from 1 to this. */
  lastSeq: number;
  /** What we acknowledged; all up to it. */
  ackedSeq: number;
  /** Of all its readings together; 0 of a door. */
  sumGrams: number;
}

/** The same as the database has it. */
export interface StoredBoot {
  deviceId: string;
  boot: string;
  /** The missing ones of 1 to `lastSeq`; `to` is the last one. */
  gaps: { from: number; to: number }[];
  rows: number;
  lastSeq: number;
  sumGrams: number;
}

export interface StoredAttempt {
  attemptId: string;
  /** HMAC of the request id, hexadecimal. */
  requestHash: string;
  commandId: string;
  doorId: string;
  state: string;
}

/** A visit as it is weighed; withdrawn ones are left out. */
export interface WeighedVisit {
  visitId: string;
  stationId: string;
  openedAt: string;
  closedAt: string | null;
  weighingId: string | null;
  attemptIds: string[];
}

export interface LedgerRow {
  entryId: string;
  weighingId: string;
  stationId: string;
  /** The day that it counts for, as the station has it. */
  localDate: string;
  kind: string;
  grams: number;
  /** `ok`, `uncertain` or `quarantine`. */
  quality: string;
}

/** A row of an owner's outbox: a fact that it tells. */
export interface ToldFact {
  owner: string;
  id: string;
  stationId: string;
  type: string;
  published: boolean;
  body: Record<string, unknown>;
}

export interface StoredAlarm {
  kind: string;
  stationId: string;
  doorId: string | null;
  visitId: string | null;
  since: string;
  isCleared: boolean;
}

/** What staff entered; each title of a run is used once. */
export interface StoredActivity {
  activityId: string;
  title: string;
}

export interface AuditRow {
  action: string;
  stationId: string;
  before: { closures?: { id: string }[] };
  after: { closures?: { id: string }[] };
  /** As it was written, behind the row that was before it. */
  isChained: boolean;
}

/** What people are shown, read while only one replica of access and of dropoffs was there. */
export interface ReplicaAnswers {
  replicas: string;
  totals: { stationId: string; grams: number; takenOutGrams: number }[];
  dropOffs: { id: string; grams: number }[];
  /** A hash of the manifest's things. */
  manifest: string;
}

/** A door that was held open until its alarm was due. */
export interface HeldOpen {
  doorId: string;
}

/**
 * `moment`: read while everything goes on; `rest`: when all that was under way had arrived; `late`: after the last weighings were final and alarms
 * were due; `end`: everything, also by way of each replica.
 */
export type Reach = 'moment' | 'rest' | 'late' | 'end';

/** All that the checker goes by. */
export interface Evidence {
  reach: Reach;
  stations: readonly PlannedStation[];
  history: readonly HistoryLine[];
  journal: readonly JournalLine[];
  heldOpen: readonly HeldOpen[];
  sentBoots: readonly SentBoot[];
  storedBoots: readonly StoredBoot[];
  attempts: readonly StoredAttempt[];
  visits: readonly WeighedVisit[];
  ledger: readonly LedgerRow[];
  /** The same after everything was weighed once more from raw readings. */
  ledgerAgain: readonly LedgerRow[];
  /** Tonnage's copy of the ledger. */
  entries: readonly Pick<LedgerRow, 'entryId' | 'grams'>[];
  /** The read model against one that was built anew from all facts; what the command said of it. */
  rebuilt: { isSame: boolean; said: string };
  told: readonly ToldFact[];
  compared: readonly Compared[];
  deadLetters: readonly { owner: string; type: string; reason: string }[];
  alarms: readonly StoredAlarm[];
  audit: readonly AuditRow[];
  activities: readonly StoredActivity[];
  answers: readonly ReplicaAnswers[];
  /** The HMAC of each request id of the history, hexadecimal. */
  requestHashes: ReadonlyMap<string, string>;
  /** Files in which a personal number was found. */
  personalNumbersIn: readonly string[];
  liveness: {
    readyMs: number;
    /** Presses after the faults; `expected` by the station's hours. */
    unlocks: { replica: string; stationId: string; status: string; expected: string; tookMs: number }[];
    /** What never came to rest. */
    stuck: readonly string[];
  };
  /** `wasUp`: it had started; one that can't start is started again by whoever supervises it. */
  exits: readonly (Exit & { wasUp: boolean })[];
  /** Lines of logs that tell of a failure nobody handled. */
  unhandled: readonly string[];
  /** Sessions at PostgreSQL and open files, at rest before the faults and after. */
  resources: { what: string; before: number; after: number }[];
}

/** What is wrong, with the ids by which it can be looked up. */
export interface Violation {
  invariant: string;
  what: string;
  ids: readonly string[];
}

export interface Invariant {
  id: string;
  /** What holds. */
  says: string;
  check(evidence: Evidence): Violation[];
}
