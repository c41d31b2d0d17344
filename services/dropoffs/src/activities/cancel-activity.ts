import { Inject, Injectable } from '@nestjs/common';
import { type ActivityView, type CancelActivity, ok, type Outcome, STAFF_ROLES } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { refusalFor, unknownStation } from '../domain/may-enter';
import { StationZoneStore } from '../station-zone.store';
import { ActivityStore } from './activity.store';
import { BookActivity } from './book-activity';
import { unknownActivity } from './unknown-activity';

/** Strikes an activity that never was, or was entered twice. It stays to be seen; its kilos are taken back. */
@Injectable()
export class CancelActivityHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityStore) private readonly activities: ActivityStore,
    @Inject(StationZoneStore) private readonly zones: StationZoneStore,
    @Inject(BookActivity) private readonly booking: BookActivity,
  ) {}

  /** One that is cancelled already stays as it is. */
  async handle({ author, stationId, activityId, reason }: CancelActivity): Promise<Outcome<ActivityView>> {
    const refusal = refusalFor(author, stationId, STAFF_ROLES);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      await this.activities.lock(tx, activityId);
      const before = await this.activities.find(tx, activityId);
      if (before?.stationId !== stationId) return unknownActivity(activityId);
      if (before.cancelled) return ok(before);
      const timeZone = await this.zones.find(tx, stationId);
      if (timeZone === null) return unknownStation(stationId);
      const version = { activityId, stationId, timeZone, author, reason, cancelled: true };
      const { activity } = before;
      return ok(await this.booking.handle(tx, { ...version, activity, revision: before.revision + 1 }));
    });
  }
}
