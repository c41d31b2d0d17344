import { Inject, Injectable } from '@nestjs/common';
import {
  type Activity,
  type ActivityView,
  denied,
  ok,
  type Outcome,
  type RecordActivity,
  STAFF_ROLES,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { isDeepStrictEqual } from 'node:util';
import { dateRefusal } from '../domain/date-refusal';
import { refusalFor, unknownStation } from '../domain/may-enter';
import { StationZoneStore } from '../station-zone.store';
import { ActivityStore } from './activity.store';
import { BookActivity } from './book-activity';

/** Enters an activity that has been, with its kilos. */
@Injectable()
export class RecordActivityHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityStore) private readonly activities: ActivityStore,
    @Inject(StationZoneStore) private readonly zones: StationZoneStore,
    @Inject(BookActivity) private readonly booking: BookActivity,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, stationId, activityId, activity }: RecordActivity): Promise<Outcome<ActivityView>> {
    const refusal = refusalFor(author, stationId, STAFF_ROLES);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      const timeZone = await this.zones.find(tx, stationId);
      if (timeZone === null) return unknownStation(stationId);
      const early = dateRefusal(activity.localDate, { timeZone, now: this.clock.now() });
      if (early) return early;
      await this.activities.lock(tx, activityId);
      const first = await this.activities.find(tx, activityId, 1);
      if (first) return again(first, { stationId, activity });
      const version = { activityId, stationId, timeZone, activity, author };
      return ok(await this.booking.handle(tx, { ...version, revision: 1, cancelled: false, reason: null }));
    });
  }
}

/** The same once more is what somebody sends who got no answer. */
function again(first: ActivityView, said: { stationId: string; activity: Activity }): Outcome<ActivityView> {
  const plain: unknown = JSON.parse(JSON.stringify(said.activity));
  if (first.stationId === said.stationId && isDeepStrictEqual(first.activity, plain)) return ok(first);
  return denied(
    'already_recorded',
    'En annen aktivitet er ført med denne id-en. Bruk en ny, eller rett den som er ført.',
  );
}
