import { Inject, Injectable } from '@nestjs/common';
import { denied, ok, type Outcome, type SetException, type StationChanged } from '@selvbetjent/contracts';
import { syntaxRefusal } from '../domain/hours-syntax';
import { withExceptions } from '../domain/with-hours';
import { SaveHours } from './save-hours';

/** Gives one date hours of its own, in place of those it may have already. */
@Injectable()
export class SetExceptionHandler {
  constructor(@Inject(SaveHours) private readonly hours: SaveHours) {}

  async handle(request: SetException): Promise<Outcome<StationChanged>> {
    const { date, hours, reason } = request;
    const unreadable = syntaxRefusal(hours);
    if (unreadable) return unreadable;
    return this.hours.save(request, 'exception_set', (station, today) => {
      if (date >= today) return ok(withExceptions(station, [{ date, hours, reason: reason ?? null }]));
      return denied('date_past', `Dager som er over kan ikke endres. Velg ${today} eller senere.`, { today });
    });
  }
}
