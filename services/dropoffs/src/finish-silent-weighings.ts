import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type ContainerKey } from './container-key';
import { DAY_MS, LAST_EVIDENCE, ReadingDays } from './reading-days';
import { type NewWeighing, RecordDropOff } from './record-drop-off';
import { ScaleStore } from './scale.store';
import { WeighingDueStore } from './weighing-due.store';

/** The reason of a weight that later readings should have confirmed, and never will. */
const SILENT = 'silent';

interface Unfinished extends ContainerKey {
  weighingId: string;
}

/**
 * Ends weighings that still wait for their scale when the raw readings that they rest on are about to go: what was last known of them
 * stands, uncertain, and no kilo is invented. Each in its own transaction.
 */
@Injectable()
export class FinishSilentWeighings {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(ReadingDays) private readonly days: ReadingDays,
    @Inject(ScaleStore) private readonly scales: ScaleStore,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
  ) {}

  /** @returns the weighings that it has ended. */
  async handle(now: Date): Promise<string[]> {
    const keptFrom = this.days.keptFrom(now);
    const unfinished = await this.database.transaction((tx) => this.unfinished(tx, keptFrom, null));
    for (const weighing of unfinished) {
      await this.database.transaction(async (tx) => {
        await this.due.serialise(tx, weighing);
        const [still] = await this.unfinished(tx, keptFrom, weighing.weighingId);
        if (still) await this.finish(tx, still);
      });
    }
    return unfinished.map(({ weighingId }) => weighingId);
  }

  private async finish(tx: Transaction, { weighingId, ...container }: Unfinished): Promise<void> {
    const place = await this.scales.findContainer(tx, container);
    const known = (await this.recordDropOff.known(tx, [weighingId])).find((it) => it.weighingId === weighingId);
    if (!place || !known) return;
    const { booking } = known;
    const isSure = booking?.quality === 'ok';
    const next: NewWeighing = {
      ...known,
      state: 'final',
      ...{ silentAt: null, toGrams: null, readings: null },
      wanted: booking && isSure ? { ...booking, quality: 'uncertain', reason: SILENT } : booking,
    };
    await this.recordDropOff.handle(tx, place, { known, next });
  }

  /** Booked for the time being, all visits closed, and on readings of a day that goes. */
  private async unfinished(tx: Transaction, keptFrom: Date, weighingId: string | null): Promise<Unfinished[]> {
    return tx.query<Unfinished>(
      `SELECT weighing_id AS "weighingId", weighings.station_id AS "stationId", weighings.container_id AS "containerId"
       FROM weighings JOIN visits USING (weighing_id)
       WHERE state = 'provisional' AND NOT withdrawn AND ($3::uuid IS NULL OR weighing_id = $3)
       GROUP BY weighing_id
       HAVING bool_and(closed_at IS NOT NULL) AND (max(closed_at) < $1 OR ${LAST_EVIDENCE} < $2)
       ORDER BY max(closed_at)`,
      [new Date(keptFrom.getTime() + DAY_MS), keptFrom, weighingId],
    );
  }
}
