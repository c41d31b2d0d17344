import { Inject, Injectable } from '@nestjs/common';
import { type ActivityView, type ListActivities, ok, type Outcome, unknownCursor } from '@selvbetjent/contracts';
import { isISO8601 } from 'class-validator';
import { type ActivityPosition, ActivityStore } from './activity.store';

const CURSOR = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Pages through the activities, newest date first. */
@Injectable()
export class ListActivitiesHandler {
  constructor(@Inject(ActivityStore) private readonly activities: ActivityStore) {}

  async handle(request: ListActivities): Promise<Outcome<{ items: ActivityView[]; next: string | null }>> {
    const after = request.cursor === undefined ? null : positionOf(request.cursor);
    if (after === undefined || (after && !(await this.activities.has(after.activityId)))) return unknownCursor();
    const { items, end } = await this.activities.page(request, after);
    return ok({ items, next: end && `${end.localDate}_${end.activityId}` });
  }
}

function positionOf(cursor: string): ActivityPosition | undefined {
  const [, localDate, activityId] = CURSOR.exec(cursor) ?? [];
  return localDate && isISO8601(localDate, { strict: true }) && activityId ? { localDate, activityId } : undefined;
}
