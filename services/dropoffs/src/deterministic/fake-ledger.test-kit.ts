import { type DropOffRecorded } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type Outbox } from '@selvbetjent/messaging';
import { type Clock } from '@selvbetjent/platform';
import { BookRun } from '../book-run';
import { type LedgerStore } from '../ledger.store';
import { type LoadedRun } from '../load-run';
import { RecordDropOff } from '../record-drop-off';
import { type UnplacedSayingStore } from '../unplaced-saying.store';
import { type VisitStore } from '../visit.store';
import { type WeighingDueStore } from '../weighing-due.store';
import { type WeighingRecord, type WeighingStore } from '../weighing.store';

/** Mistakes that a ledger's writer can make. */
export interface LedgerMistakes {
  /** Grams go through kilograms. */
  floatKilograms?: boolean;
  /** Nothing less than nothing is booked. */
  clipsNegative?: boolean;
  /** What was booked before is not looked at. */
  forgetsBooked?: boolean;
}

const PLACE = {
  stationId: 'dogn',
  containerId: 'ombruk',
  timeZone: 'Europe/Oslo',
  stream: 'reuse',
  fraction: 'mixed-reuse',
  settleMs: 0,
} as const;
const TX: Transaction = {
  query: () => Promise.reject(new Error('There is no database here')),
  afterCommit: () => undefined,
};

/** Weighings and ledger rows of one container in memory, written by `BookRun` and `RecordDropOff` as they run in the service. */
export class FakeLedger {
  readonly rows: DropOffRecorded[] = [];
  readonly weighings = new Map<string, WeighingRecord>();
  private readonly weighingOfVisit = new Map<string, string>();
  private readonly bookRun: BookRun;

  constructor(clock: Clock, mistakes: LedgerMistakes = {}) {
    const ledger: Pick<LedgerStore, 'append'> = {
      append: (_tx, entry) => Promise.resolve(void this.append(entry, mistakes)),
    };
    const weighings: Pick<WeighingStore, 'find' | 'keep'> = {
      find: (_tx, ids) => Promise.resolve(mistakes.forgetsBooked ? [] : this.find(ids)),
      keep: (_tx, _container, weighing) => Promise.resolve(void this.weighings.set(weighing.weighingId, weighing)),
    };
    const outbox: Pick<Outbox, 'append'> = { append: () => Promise.resolve('') };
    const due: Pick<WeighingDueStore, 'watch' | 'mark'> = {
      watch: () => Promise.resolve(),
      mark: () => Promise.resolve(),
    };
    const visits: Pick<VisitStore, 'assign'> = {
      assign: (_tx, weighingId, visitIds) => {
        for (const visitId of visitIds) this.weighingOfVisit.set(visitId, weighingId);
        return Promise.resolve();
      },
    };
    const recordDropOff = new RecordDropOff(ledger as LedgerStore, weighings, outbox as Outbox, clock);
    const unplaced: Pick<UnplacedSayingStore, 'of' | 'settle'> = {
      of: () => Promise.resolve([]),
      settle: () => Promise.resolve(),
    };
    const sayings = unplaced as UnplacedSayingStore;
    this.bookRun = new BookRun(due as WeighingDueStore, visits as VisitStore, recordDropOff, sayings);
  }

  async book(run: LoadedRun['run']): Promise<void> {
    const visitIds = run.visits.map(({ visitId }) => visitId);
    const weighingIds = [...new Set(visitIds.flatMap((visitId) => this.weighingOfVisit.get(visitId) ?? []))];
    await this.bookRun.handle(TX, { run, weighingIds, place: PLACE, scaleId: 'dogn-ombruk-vekt' });
  }

  /** Σ of the weighing's rows. */
  gramsOf(weighingId: string): number {
    return this.rows.reduce((sum, row) => (row.weighingId === weighingId ? sum + row.grams : sum), 0);
  }

  get total(): number {
    return this.rows.reduce((sum, { grams }) => sum + grams, 0);
  }

  private append(entry: DropOffRecorded, { floatKilograms, clipsNegative }: LedgerMistakes): void {
    const grams = floatKilograms ? ((entry.grams / 1_000) * 1.1 * 1_000) / 1.1 : entry.grams;
    this.rows.push({ ...entry, grams: clipsNegative ? Math.max(0, grams) : grams });
  }

  private find(ids: readonly string[]): WeighingRecord[] {
    return [...this.weighings.values()].filter(
      ({ weighingId, afterWeighingId }) => ids.includes(weighingId) || ids.includes(afterWeighingId ?? ''),
    );
  }
}
