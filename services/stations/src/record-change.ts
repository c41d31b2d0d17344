import { Inject, Injectable } from '@nestjs/common';
import { type Author, StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Outbox } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { AuditStore } from './audit.store';
import { difference } from './domain/difference';
import { locatedOn } from './domain/located-on';
import { StationStore } from './station.store';

export interface StationChange {
  author: Pick<Author, 'subject' | 'name'>;
  action: string;
  /** Null for a station that is new. */
  before: StationChanged | null;
  after: StationChanged;
}

/** How every change ends: a higher revision, the row of the audit, and the snapshot for everyone, all in the caller's transaction. */
@Injectable()
export class ChangeRecorder {
  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(AuditStore) private readonly audit: AuditStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @returns the station as it now is, or as it was when nothing differs. */
  async record(tx: Transaction, { author, action, before, after: changedTo }: StationChange): Promise<StationChanged> {
    const at = this.clock.now();
    const after = locatedOn(changedTo, localDateOf(at, changedTo.timeZone));
    const changed = difference<Partial<StationChanged>>(before ?? {}, after);
    if (Object.keys(changed.after).length + Object.keys(changed.before).length === 0) return after;
    const hoursChanged = 'openingHours' in changed.after || 'exceptions' in changed.after;
    const snapshot = {
      ...after,
      revision: after.revision + 1,
      hoursVersion: after.hoursVersion + (hoursChanged ? 1 : 0),
    };
    await this.stations.save(tx, snapshot, at);
    await this.audit.append(tx, { at, author, stationId: after.stationId, action, ...changed });
    await this.outbox.append(tx, StationChanged, snapshot);
    return snapshot;
  }
}
