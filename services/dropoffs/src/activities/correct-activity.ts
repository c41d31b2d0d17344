import { Inject, Injectable } from '@nestjs/common';
import { type ActivityView, type CorrectActivity, denied, ok, type Outcome, STAFF_ROLES } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { dateRefusal } from '../domain/date-refusal';
import { refusalFor, unknownStation } from '../domain/may-enter';
import { StationZoneStore } from '../station-zone.store';
import { ActivityStore } from './activity.store';
import { BookActivity } from './book-activity';
import { unknownActivity } from './unknown-activity';

/** Says how an activity should read. What was said before stays, and the ledger gets the difference. */
@Injectable()
export class CorrectActivityHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityStore) private readonly activities: ActivityStore,
    @Inject(StationZoneStore) private readonly zones: StationZoneStore,
    @Inject(BookActivity) private readonly booking: BookActivity,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: CorrectActivity): Promise<Outcome<ActivityView>> {
    const { author, stationId, activityId, activity, reason } = request;
    const refusal = refusalFor(author, stationId, STAFF_ROLES);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      await this.activities.lock(tx, activityId);
      const before = await this.activities.find(tx, activityId);
      if (before?.stationId !== stationId) return unknownActivity(activityId);
      if (before.cancelled) return denied('cancelled', 'Aktiviteten er strøket. Før den på nytt i stedet.');
      if (before.revision !== request.expectedRevision) return stale(before.revision);
      const timeZone = await this.zones.find(tx, stationId);
      if (timeZone === null) return unknownStation(stationId);
      const early = dateRefusal(activity.localDate, { timeZone, now: this.clock.now() });
      if (early) return early;
      const version = { activityId, stationId, timeZone, activity, author, reason, cancelled: false };
      return ok(await this.booking.handle(tx, { ...version, revision: before.revision + 1 }));
    });
  }
}

function stale(revision: number): Outcome<never> {
  const message = 'Noen andre har rettet aktiviteten i mellomtiden. Se på den igjen før du lagrer.';
  return denied('stale_version', message, { revision });
}
