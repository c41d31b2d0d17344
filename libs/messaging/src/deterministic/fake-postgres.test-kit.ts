import { type Database, type Transaction } from '@selvbetjent/database';
import { type Operations } from '@selvbetjent/testing';
import { type Envelope } from '../envelope';

export interface OutboxRow {
  position: number;
  id: string;
  stationId: string;
  envelope: Envelope;
  body: object;
  isPublished: boolean;
}

/** A transaction that has not ended: what it has written, and holds. */
class OpenTransaction {
  readonly rows: OutboxRow[] = [];
  readonly locked = new Set<string>();
  readonly claimed = new Set<string>();
  readonly effects: string[] = [];
}

/** Mistakes that a database's user can make, played where the statement is carried out. */
export interface PostgresMistakes {
  /** The relay takes rows beyond the highest that it has published, as a cursor does. */
  cursor?: boolean;
  /** Rows count as published as soon as they have been read. */
  marksBeforePublishing?: boolean;
  /** The inbox's key commits by itself, before the effect does. */
  inboxOutsideTransaction?: boolean;
  /** Nobody asks the inbox. */
  noInbox?: boolean;
}

const APPEND = 'WITH locked AS MATERIALIZED';
const CLAIM = 'INSERT INTO inbox';

type Statement = (parameters: unknown[], tx: OpenTransaction | null) => object[];

/**
 * The tables of messaging in memory: what is committed, and what open transactions hold back. It knows the statements of `Outbox`,
 * `OutboxRelay`, `OwnStreams` and `Inbox` by their beginning, and refuses any other.
 */
export class FakePostgres {
  readonly outbox: OutboxRow[] = [];
  readonly inbox = new Set<string>();
  /** Ids of facts, in the order in which their effects committed. */
  readonly effects: string[] = [];
  private readonly marks = new Map<string, { created_at: Date; last_seq: number }>();
  private readonly open = new Set<OpenTransaction>();
  private readonly lockHolders = new Map<string, object>();
  private readonly byId = new Map<string, OutboxRow>();
  /** What waits to be published, by position. */
  private readonly due = new Map<number, OutboxRow>();
  private readonly known = new Map<string, string>();
  private position = 0;

  constructor(
    private readonly operations: Operations,
    private readonly mistakes: PostgresMistakes = {},
  ) {}

  /** The database as one process sees it. */
  connect(owner: object): Pick<Database, 'transaction' | 'withLock' | 'ping'> {
    return {
      transaction: (work) => this.transaction(owner, work),
      withLock: (name, work) => this.withLock(owner, name, work),
      ping: () => Promise.resolve(),
    };
  }

  /** @returns the fact's row, if it is committed */
  find(id: string): OutboxRow | undefined {
    return this.byId.get(id);
  }

  /** The effect of a fact, to be committed with the transaction. */
  effect(tx: Transaction, id: string): void {
    const open = this.transactions.get(tx);
    open?.effects.push(id);
  }

  private readonly transactions = new WeakMap<Transaction, OpenTransaction>();

  private async transaction<T>(owner: object, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const open = new OpenTransaction();
    const afterCommit: (() => void)[] = [];
    const tx: Transaction = {
      query: <Row>(sql: string, parameters: unknown[] = []) => this.query<Row>(owner, { sql, parameters, open }),
      afterCommit: (action) => afterCommit.push(action),
    };
    this.transactions.set(tx, open);
    this.open.add(open);
    try {
      const result = await work(tx);
      await this.operations.begin(owner, 'COMMIT', () => this.commit(open));
      for (const action of afterCommit) action();
      return result;
    } finally {
      this.open.delete(open);
    }
  }

  private async withLock(
    owner: object,
    name: string,
    work: (query: Transaction['query']) => Promise<void>,
  ): Promise<boolean> {
    const query = <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
      this.query<Row>(owner, { sql, parameters, open: null });
    // The lock goes with the connection, also with one that broke before it answered.
    try {
      if (!(await this.operations.begin(owner, 'pg_try_advisory_lock', () => this.lock(owner, name)))) return false;
      await work(query);
    } finally {
      if (this.lockHolders.get(name) === owner) this.lockHolders.delete(name);
    }
    return true;
  }

  private lock(owner: object, name: string): boolean {
    const holder = this.lockHolders.get(name);
    if (holder && !this.operations.isDead(holder)) return false;
    this.lockHolders.set(name, owner);
    return true;
  }

  private query<Row>(
    owner: object,
    { sql, parameters, open }: { sql: string; parameters: unknown[]; open: OpenTransaction | null },
  ): Promise<Row[]> {
    const beginning = this.beginningOf(sql);
    const statement = this.statements[beginning];
    if (!statement) throw new Error(`The fake database doesn't know: ${sql}`);
    const isReady = (): boolean => !open || !this.mustWait(beginning, parameters, open);
    return this.operations.begin(owner, beginning, () => statement(parameters, open) as Row[], isReady);
  }

  private beginningOf(sql: string): string {
    const known = this.known.get(sql);
    if (known !== undefined) return known;
    const beginning = Object.keys(this.statements).find((one) => sql.trimStart().startsWith(one)) ?? '';
    this.known.set(sql, beginning);
    return beginning;
  }

  /** A station's lock is another's, or another transaction holds the same key. */
  private mustWait(beginning: string, [first, second]: unknown[], open: OpenTransaction): boolean {
    const [locks, claims] = [beginning === APPEND, beginning === CLAIM];
    if (!locks && !claims) return false;
    for (const other of this.open) {
      if (other === open) continue;
      if (locks ? other.locked.has(second as string) : other.claimed.has(first as string)) return true;
    }
    return false;
  }

  private commit({ rows, claimed, effects }: OpenTransaction): void {
    this.outbox.push(...rows);
    for (const row of rows) {
      this.byId.set(row.id, row);
      this.due.set(row.position, row);
    }
    for (const id of claimed) this.inbox.add(id);
    this.effects.push(...effects);
  }

  private readonly statements: Readonly<Record<string, Statement>> = {
    [APPEND]: ([id, stationId, envelope, text], tx) => {
      tx?.locked.add(stationId as string);
      this.position += 1;
      tx?.rows.push({
        ...{ position: this.position, id: id as string, stationId: stationId as string, isPublished: false },
        ...{ envelope: envelope as Envelope, body: JSON.parse(text as string) as object },
      });
      return [];
    },
    [CLAIM]: ([id], tx) => {
      if (this.mistakes.noInbox) return [{ event_id: id }];
      if (this.inbox.has(id as string)) return [];
      if (this.mistakes.inboxOutsideTransaction) this.inbox.add(id as string);
      else tx?.claimed.add(id as string);
      return [{ event_id: id }];
    },
    'SELECT position, envelope, body FROM outbox': ([refused, limit]) =>
      this.unpublished(refused as string[], limit as number),
    'UPDATE outbox SET published_at': ([positions]) => {
      for (const position of positions as number[]) this.publish(position);
      return [];
    },
    'UPDATE stream_marks': ([stream, lastSeq]) => {
      const mark = this.marks.get(stream as string);
      if (mark) mark.last_seq = Math.max(mark.last_seq, lastSeq as number);
      return [];
    },
    'SELECT created_at, last_seq FROM stream_marks': ([stream]) => [this.marks.get(stream as string) ?? []].flat(),
    'INSERT INTO stream_marks': ([stream, created]) => {
      this.marks.set(stream as string, { created_at: created as Date, last_seq: 0 });
      return [];
    },
    'SELECT 1 FROM outbox WHERE id': ([id]) => this.outbox.filter((row) => row.id === id),
    'WITH requeued AS': ([types]) => {
      const again = this.outbox.filter(
        ({ isPublished, envelope }) => isPublished && (types as string[]).includes(envelope.type),
      );
      for (const row of again) {
        row.isPublished = false;
        this.due.set(row.position, row);
      }
      return [{ count: again.length }];
    },
  };

  private unpublished(refused: string[], limit: number): OutboxRow[] {
    const cursor = this.mistakes.cursor ? this.highestPublished() : 0;
    const due = [...this.due.values()]
      .filter(({ position, stationId }) => position > cursor && !refused.includes(stationId))
      .sort((one, other) => one.position - other.position)
      .slice(0, limit);
    if (this.mistakes.marksBeforePublishing) for (const { position } of due) this.publish(position);
    return due;
  }

  private publish(position: number): void {
    const row = this.due.get(position);
    if (row) row.isPublished = true;
    this.due.delete(position);
  }

  private highestPublished(): number {
    return this.outbox.reduce((most, { position, isPublished }) => (isPublished ? Math.max(most, position) : most), 0);
  }
}
