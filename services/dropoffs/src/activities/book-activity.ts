import { Inject, Injectable } from '@nestjs/common';
import {
  type Activity,
  ActivityRecorded,
  type ActivityView,
  type Author,
  DropOffRecorded,
  NO_CONTAINER,
} from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { fractionCodeOf } from '../domain/fraction-code';
import { middleOfDay } from '../domain/middle-of-day';
import { type Kilos, settleKilos } from '../domain/settle-kilos';
import { LedgerStore } from '../ledger.store';
import { ActivityStore } from './activity.store';

/** What an activity should say from now on. */
export interface NewActivityVersion {
  activityId: string;
  stationId: string;
  timeZone: string;
  revision: number;
  cancelled: boolean;
  activity: Activity;
  author: Author;
  /** Why it changed; null for the first revision. */
  reason: string | null;
}

/** Writes an activity's revision, its kilos and its facts in the caller's transaction, which holds the activity's lock. */
@Injectable()
export class BookActivity {
  constructor(
    @Inject(ActivityStore) private readonly activities: ActivityStore,
    @Inject(LedgerStore) private readonly ledger: LedgerStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(tx: Transaction, version: NewActivityVersion): Promise<ActivityView> {
    const { activityId, stationId, revision, cancelled, activity } = version;
    const view = await this.activities.append(tx, { ...version, recordedAt: this.clock.now() });
    await this.outbox.append(tx, ActivityRecorded, { activityId, stationId, revision, cancelled, activity });
    const standing = await this.activities.standing(tx, activityId);
    const wanted = cancelled ? [] : activity.goods.map((goods) => ({ ...goods, localDate: activity.localDate }));
    let row = standing.revision;
    for (const kilos of settleKilos(standing.kilos, wanted)) {
      row += 1;
      await this.book(tx, { kilos, version, row });
    }
    return view;
  }

  private async book(
    tx: Transaction,
    { kilos, version, row }: { kilos: Kilos; version: NewActivityVersion; row: number },
  ): Promise<void> {
    const fractionCode = fractionCodeOf(kilos.fraction);
    const entry: DropOffRecorded = {
      entryId: randomUUID(),
      weighingId: version.activityId,
      kind: 'activity',
      stationId: version.stationId,
      containerId: NO_CONTAINER,
      ...(fractionCode !== null && { fractionCode }),
      visitIds: [],
      at: middleOfDay(kilos.localDate, version.timeZone).toISOString(),
      quality: 'ok',
      reason: version.reason,
      revision: row,
      ...kilos,
    };
    await this.ledger.append(tx, entry, { recordedAt: this.clock.now(), author: version.author.subject });
    await this.outbox.append(tx, DropOffRecorded, entry);
  }
}
