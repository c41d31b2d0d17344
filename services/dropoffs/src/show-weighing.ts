import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  type DropOffView,
  mayActFor,
  ok,
  type Outcome,
  type ShowWeighing,
  STAFF_ROLES,
  type WeighingView,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { LedgerStore } from './ledger.store';
import { DropoffsOptions } from './options';

const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 15 * 60_000;
/** A scale that tells each second fills the half hour around an ordinary visit with fewer. */
const MOST_SAMPLES = 5_000;

type Visit = WeighingView['visits'][number];
interface Loads {
  fromGrams: number | null;
  toGrams: number | null;
}

/** What a ledger row rests on: the rows of its weighing, when the doors were open, and what the scale showed meanwhile. */
@Injectable()
export class ShowWeighingHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LedgerStore) private readonly ledger: LedgerStore,
    @Inject(DropoffsOptions) private readonly options: DropoffsOptions,
  ) {}

  async handle({ dropOffId, author }: ShowWeighing): Promise<Outcome<WeighingView>> {
    const rows = await this.ledger.ofWeighing(dropOffId);
    const [newest] = rows;
    if (!newest?.weighingId) return denied('not_found', 'Vi har ingen slik rad. Se etter i listen over rader.');
    const { weighingId, stationId, containerId } = newest;
    if (!mayActFor(author, stationId, STAFF_ROLES))
      return denied('forbidden', 'Du har ikke ansvar for denne stasjonen.');
    const [visits, loads] = await Promise.all([this.visits(rows), this.loads(weighingId)]);
    const wasWeighed = rows.some(({ readings }) => readings !== undefined);
    const samples = wasWeighed ? await this.samples(newest, visits) : [];
    const readingsKeptDays = this.options.rawRetentionDays;
    return ok({ weighingId, stationId, containerId, rows, visits, ...loads, samples, readingsKeptDays });
  }

  private async visits(rows: readonly DropOffView[]): Promise<Visit[]> {
    const visitIds = [...new Set(rows.flatMap((row) => row.visitIds))];
    const visits = await this.database.query<{ openedAt: Date; closedAt: Date | null; closedBy: Visit['closedBy'] }>(
      `SELECT opened_at AS "openedAt", closed_at AS "closedAt", closed_by AS "closedBy" FROM visits
       WHERE visit_id = ANY($1) AND opened_at IS NOT NULL ORDER BY opened_at`,
      [visitIds],
    );
    return visits.map(({ openedAt, closedAt, closedBy }) => ({
      openedAt: openedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
      closedBy,
    }));
  }

  private async loads(weighingId: string): Promise<Loads> {
    const [loads] = await this.database.query<Loads>(
      'SELECT from_grams AS "fromGrams", to_grams AS "toGrams" FROM weighings WHERE weighing_id = $1',
      [weighingId],
    );
    return loads ?? { fromGrams: null, toGrams: null };
  }

  private async samples(row: DropOffView, visits: readonly Visit[]): Promise<WeighingView['samples']> {
    const [opened, closed] = [visits[0]?.openedAt ?? row.at, visits.at(-1)?.closedAt ?? row.at];
    const samples = await this.database.query<{ at: Date; grams: number | null }>(
      `SELECT at, CASE WHEN status = 'ok' THEN coalesce(untared_grams, grams) END AS grams FROM readings
       WHERE station_id = $1 AND container_id = $2 AND at BETWEEN $3 AND $4 ORDER BY at, seq LIMIT $5`,
      [
        row.stationId,
        row.containerId,
        new Date(Date.parse(opened) - BEFORE_MS),
        new Date(Date.parse(closed) + AFTER_MS),
        MOST_SAMPLES,
      ],
    );
    return samples.map(({ at, grams }) => ({ at: at.toISOString(), grams }));
  }
}
