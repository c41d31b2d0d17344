import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { DropoffsOptions } from './options';

export const DAY_MS = 86_400_000;
/** A clock may be somewhat ahead; what claims to be later than this is of no expected day. */
const AHEAD_MS = DAY_MS;
/** Where the raw readings begin that a weighing rests on, by its newest row that tells. */
export const LAST_EVIDENCE = `(SELECT readings_from FROM ledger
  WHERE ledger.weighing_id = weighings.weighing_id AND readings_from IS NOT NULL ORDER BY revision DESC LIMIT 1)`;
const NAME = /^readings_(\d{4})_(\d\d)_(\d\d)$/;

/** Instants by corrected time, both included, of one UTC day. */
export interface DaySpan {
  from: Date;
  until: Date;
}

/** Readings came of days that have no place yet: give the transaction up, have `ReadingDays` make them, and do it again. */
export class MissingDays extends Error {
  constructor(readonly days: readonly string[]) {
    super(`There is no place yet for ${days.join(', ')}`);
  }
}

/** The partitions of raw readings, one per UTC day of their corrected time, made when the day's first reading comes. */
@Injectable()
export class ReadingDays {
  private readonly known = new Set<string>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DropoffsOptions) private readonly options: DropoffsOptions,
  ) {}

  /**
   * Whether there is a place for readings of these spans. What is older than the retention or far ahead stays among
   * the odd days.
   * @throws MissingDays
   */
  demand(spans: readonly DaySpan[], now: Date): void {
    const days = spans.filter((span) => this.isExpected(span, now)).map(({ from }) => dayOf(from));
    const missing = new Set(days.filter((day) => !this.known.has(day)));
    if (missing.size > 0) throw new MissingDays([...missing]);
  }

  async make(days: readonly string[]): Promise<void> {
    for (const day of days) {
      await this.database.transaction((tx) => this.makeDay(tx, day));
      this.known.add(day);
    }
  }

  /**
   * Drops the days that are older than the retention, and what came among the odd days so long ago; but nothing that still has to
   * be weighed, or that a visit rests on whose weighing hasn't ended. Weighings whose readings go are sealed as a whole: nothing weighs
   * them again.
   * @returns the names of the dropped days
   */
  async dropOld(now: Date): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      await serialise(tx);
      const keptFrom = await this.neededFrom(tx, this.keptFrom(now));
      await seal(tx, keptFrom);
      const old = (await this.days(tx)).filter((day) => dateOf(day) < keptFrom);
      for (const day of old) await tx.query(`DROP TABLE ${day}`);
      await dropOdd(tx, keptFrom);
      return old;
    });
  }

  /** The first instant whose readings are kept. */
  keptFrom(now: Date): Date {
    const todayMs = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
    return new Date(todayMs - this.options.rawRetentionDays * DAY_MS);
  }

  /** The given instant, or the day before that of the oldest news or visit that isn't weighed for good: loads before a visit count as well. */
  private async neededFrom(tx: Transaction, keptFrom: Date): Promise<Date> {
    const [oldest] = await tx.query<{ at: Date | null }>(
      `SELECT least(
         (SELECT min(from_at) FROM weighing_due JOIN stations USING (station_id)),
         (SELECT min(opened_at) FROM visits LEFT JOIN weighings USING (weighing_id)
          WHERE NOT withdrawn AND NOT sealed AND (opened_at < $1 OR ${LAST_EVIDENCE} < $2)
            AND coalesce(state, 'waiting') IN ('waiting', 'provisional')
            AND EXISTS (SELECT 1 FROM scales
                        WHERE scales.station_id = visits.station_id AND scales.container_id = visits.container_id))) AS at`,
      [new Date(keptFrom.getTime() + DAY_MS), keptFrom],
    );
    const neededFromMs = Math.floor((oldest?.at?.getTime() ?? Infinity) / DAY_MS - 1) * DAY_MS;
    return new Date(Math.min(keptFrom.getTime(), neededFromMs));
  }

  private isExpected({ from, until }: DaySpan, now: Date): boolean {
    return until >= this.keptFrom(now) && from.getTime() <= now.getTime() + AHEAD_MS;
  }

  /** Readings of the day that came before the day had its place move there. */
  private async makeDay(tx: Transaction, day: string): Promise<void> {
    await serialise(tx);
    if ((await this.days(tx)).includes(day)) return;
    const from = dateOf(day).toISOString();
    const until = new Date(dateOf(day).getTime() + DAY_MS).toISOString();
    await tx.query(`CREATE TABLE ${day} (LIKE readings)`);
    await tx.query(
      `WITH moved AS (DELETE FROM readings_of_odd_days WHERE at >= '${from}' AND at < '${until}' RETURNING *)
       INSERT INTO ${day} SELECT * FROM moved`,
    );
    await tx.query(`ALTER TABLE readings ATTACH PARTITION ${day} FOR VALUES FROM ('${from}') TO ('${until}')`);
  }

  private async days(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'readings'::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name).filter((name) => NAME.test(name));
  }
}

/** Waits, as dropping a day does, for those who weigh with what goes: they may have found its visit before it was sealed. */
async function dropOdd(tx: Transaction, keptFrom: Date): Promise<void> {
  const old = 'FROM readings_of_odd_days WHERE received_at < $1';
  if ((await tx.query(`SELECT 1 ${old} LIMIT 1`, [keptFrom])).length === 0) return;
  await tx.query('LOCK TABLE readings_of_odd_days IN ACCESS EXCLUSIVE MODE');
  await tx.query(`DELETE ${old}`, [keptFrom]);
}

/** One process at a time changes the days. */
async function serialise(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('reading-days', 0))`);
}

/**
 * Those that closed within a day of what goes, and those whose load before lies in it; but never one behind a visit that can still be
 * weighed, which would take the sealed one's kilos for its own. What came late of a day long past stays, and so can its visits still be weighed.
 */
async function seal(tx: Transaction, keptFrom: Date): Promise<void> {
  const until = new Date(keptFrom.getTime() + DAY_MS);
  await tx.query(
    `UPDATE visits SET sealed = true FROM weighings
     WHERE visits.weighing_id = weighings.weighing_id AND NOT sealed AND state = 'final' AND closed_at < $2
       AND NOT EXISTS (SELECT 1 FROM visits AS other
                       WHERE other.weighing_id = visits.weighing_id AND (other.closed_at >= $2) IS NOT FALSE)
       AND EXISTS (SELECT 1 FROM visits AS any_of
                   WHERE any_of.weighing_id = visits.weighing_id
                     AND ${someGo('any_of', `any_of.opened_at - interval '24 hours'`, `any_of.closed_at + interval '24 hours'`)})`,
    [keptFrom, until],
  );
  await tx.query(
    `UPDATE visits SET sealed = true FROM weighings
     WHERE visits.weighing_id = weighings.weighing_id AND NOT sealed AND state = 'final' AND ${LAST_EVIDENCE} < $1
       AND ${someGo('visits', LAST_EVIDENCE, 'visits.opened_at')}
       AND NOT EXISTS (SELECT 1 FROM visits AS earlier
                       WHERE earlier.station_id = visits.station_id AND earlier.container_id = visits.container_id
                         AND NOT earlier.withdrawn AND NOT earlier.sealed AND earlier.opened_at < visits.opened_at
                         AND earlier.weighing_id IS DISTINCT FROM visits.weighing_id)`,
    [keptFrom],
  );
}

/** SQL: whether raw readings of the visit's container between two instants go; $1 is what is kept from. */
function someGo(visit: string, from: string, until: string): string {
  return `EXISTS (SELECT 1 FROM readings AS going
                  WHERE going.station_id = ${visit}.station_id AND going.container_id = ${visit}.container_id
                    AND going.at BETWEEN ${from} AND ${until}
                    AND CASE WHEN going.tableoid = 'readings_of_odd_days'::regclass THEN going.received_at < $1
                             ELSE going.at < $1 END)`;
}

function dayOf(at: Date): string {
  return `readings_${at.toISOString().slice(0, 10).replaceAll('-', '_')}`;
}

function dateOf(day: string): Date {
  const [, year, month, date] = NAME.exec(day) ?? [];
  return new Date(`${year}-${month}-${date}T00:00:00Z`);
}
