import { type ContractClass, DropOffRecorded, ScaleCovered } from '@selvbetjent/contracts';
import { type Database, type Transaction } from '@selvbetjent/database';
import { type FactReader } from '@selvbetjent/messaging';
import { type Clock } from '@selvbetjent/platform';
import { setTimeout as delay } from 'node:timers/promises';
import { stopChanges } from '../live-model';
import { ReadModel } from '../read-model';
import { createTables, LIVE, READ_MODEL_TABLES, REBUILT } from '../read-model-tables';
import { recomputeSums } from '../recompute-sums';
import { compareModels, FACT_TABLES, type TableComparison } from './compare-models';
import { keepFact } from './keep-fact';

export interface RebuildOptions {
  /** Swap even when the live read model has rows that no fact tells of, and lose them. */
  dropUnknown?: boolean;
  /** Only compare. */
  compareOnly?: boolean;
}

export interface RebuildReport {
  /** Facts read; those that were published more than once count each time. */
  facts: number;
  /** The tables in which the live read model differed. */
  comparisons: TableComparison[];
  /** Whether the rebuilt one has taken the live one's place. */
  swapped: boolean;
}

const PAUSE_MS = 100;
/** How long the live read model may stand still with facts before it is compared as it is: nobody may be at work on it. */
const STILL_LOOKS = 100;

/**
 * Builds the read model a second time, from facts that their owners publish again, beside the live one; holds both against each
 * other at a moment when both have every fact, and puts the new one in the old one's place, in one transaction. Facts that come
 * meanwhile wait for that moment and go on to the new one.
 */
export class RebuildReadModel {
  private readonly model = new ReadModel(REBUILT);

  constructor(
    private readonly database: Database,
    private readonly reader: FactReader,
    private readonly clock: Clock,
  ) {}

  /** Throws when another rebuild is at work, or on a fact that can't be read. */
  async handle(options: RebuildOptions = {}): Promise<RebuildReport> {
    let report: RebuildReport | null = null;
    const free = await this.database.withLock('rebuild', async () => {
      await this.prepare();
      try {
        report = await this.rebuild(options);
      } finally {
        await this.database.query(DROP_REBUILT);
      }
    });
    if (!free || !report) throw new Error('Another rebuild is at work. Wait for its end.');
    return report;
  }

  /** A copy that a rebuild left behind as it died is gone; what was lost of the live one is there, though empty. */
  private async prepare(): Promise<void> {
    await this.database.query(DROP_REBUILT);
    await this.database.query(createTables(REBUILT));
    for (const table of READ_MODEL_TABLES)
      await this.database.query(`CREATE TABLE IF NOT EXISTS ${LIVE[table]} (LIKE ${REBUILT[table]} INCLUDING ALL)`);
  }

  /** First all copies and then all sums at once; from then on as the consumers do it, fact by fact. */
  private async rebuild(options: RebuildOptions): Promise<RebuildReport> {
    let facts = await this.reader.readToEnd((contract, bodies) => this.take(contract, bodies, true));
    for (const statement of recomputeSums(REBUILT)) await this.database.query(statement);
    for (;;) {
      await this.liveHasAll();
      facts += await this.reader.readToEnd((contract, bodies) => this.take(contract, bodies, false));
      const end = await this.database.transaction((tx) => this.compareAndSwap(tx, options));
      if (end) return { facts, ...end };
    }
  }

  private async take(contract: ContractClass, bodies: object[], sumsFollow: boolean): Promise<void> {
    const receivedAt = this.clock.now();
    await this.database.transaction(async (tx) => {
      for (const body of bodies) {
        if (sumsFollow && contract === DropOffRecorded) await this.model.entries.add(tx, body as DropOffRecorded);
        else if (sumsFollow && contract === ScaleCovered) await this.model.scaleHours.keep(tx, body as ScaleCovered);
        else await keepFact(this.model, tx, { contract, body, receivedAt });
      }
    });
  }

  /** Resolves once the live read model has had every fact, or nobody seems to be at work on it. */
  private async liveHasAll(): Promise<void> {
    let least = Infinity;
    for (let still = 0; still < STILL_LOOKS; still += 1) {
      const pending = await this.reader.pendingFor('tonnage');
      if (pending === 0) return;
      if (pending < least) still = 0;
      least = Math.min(least, pending);
      await delay(PAUSE_MS);
    }
  }

  /** @returns null when a fact has come meanwhile: then there is more to read first. */
  private async compareAndSwap(
    tx: Transaction,
    { compareOnly, dropUnknown }: RebuildOptions,
  ): Promise<Omit<RebuildReport, 'facts'> | null> {
    await stopChanges(tx);
    if ((await this.reader.pending()) > 0) return null;
    const comparisons = await compareModels(tx, LIVE, REBUILT);
    const unknown = comparisons.some(({ table, onlyLive }) => FACT_TABLES.includes(table) && onlyLive > 0);
    if (compareOnly || (unknown && !dropUnknown)) return { comparisons, swapped: false };
    for (const table of READ_MODEL_TABLES) {
      await tx.query(`DROP TABLE ${LIVE[table]}`);
      await tx.query(`ALTER TABLE ${REBUILT[table]} RENAME TO ${LIVE[table]}`);
    }
    return { comparisons, swapped: true };
  }
}

const DROP_REBUILT = `DROP TABLE IF EXISTS ${Object.values(REBUILT).join(', ')}`;
