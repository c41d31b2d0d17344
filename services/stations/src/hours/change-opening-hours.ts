import { Inject, Injectable } from '@nestjs/common';
import { type ChangeOpeningHours, denied, ok, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { syntaxRefusal } from '../domain/hours-syntax';
import { withVersion } from '../domain/with-hours';
import { SaveHours } from './save-hours';

/** Saves a version of the hours from its first day on; today takes effect at once. */
@Injectable()
export class ChangeOpeningHoursHandler {
  constructor(@Inject(SaveHours) private readonly hours: SaveHours) {}

  async handle(request: ChangeOpeningHours): Promise<Outcome<StationChanged>> {
    const unreadable = syntaxRefusal(request.hours);
    if (unreadable) return unreadable;
    return this.hours.save(request, 'opening_hours_changed', (station, today) => {
      if (request.validFrom >= today) return ok(withVersion(station, request));
      const message = `Åpningstider kan ikke endres bakover. Velg ${today} eller senere.`;
      return denied('valid_from_past', message, { today });
    });
  }
}
