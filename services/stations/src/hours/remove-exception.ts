import { Inject, Injectable } from '@nestjs/common';
import { denied, ok, type Outcome, type RemoveException, type StationChanged } from '@selvbetjent/contracts';
import { withoutException } from '../domain/with-hours';
import { SaveHours } from './save-hours';

/** Gives a date its usual hours back. */
@Injectable()
export class RemoveExceptionHandler {
  constructor(@Inject(SaveHours) private readonly hours: SaveHours) {}

  async handle(request: RemoveException): Promise<Outcome<StationChanged>> {
    const { date } = request;
    return this.hours.save(request, 'exception_removed', (station, today) => {
      if (!station.exceptions.some((one) => one.date === date)) {
        return denied('not_found', `${date} har ingen egne åpningstider.`);
      }
      if (date >= today) return ok(withoutException(station, date));
      return denied('date_past', 'Dager som er over kan ikke endres.', { today });
    });
  }
}
