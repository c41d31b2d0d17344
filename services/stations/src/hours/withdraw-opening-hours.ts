import { Inject, Injectable } from '@nestjs/common';
import { denied, ok, type Outcome, type StationChanged, type WithdrawOpeningHours } from '@selvbetjent/contracts';
import { SaveHours } from './save-hours';

/** Takes back a version that hasn't begun yet; what is in force until then goes on. */
@Injectable()
export class WithdrawOpeningHoursHandler {
  constructor(@Inject(SaveHours) private readonly hours: SaveHours) {}

  async handle(request: WithdrawOpeningHours): Promise<Outcome<StationChanged>> {
    const { validFrom } = request;
    return this.hours.save(request, 'opening_hours_withdrawn', (station, today) => {
      const others = station.openingHours.filter((version) => version.validFrom !== validFrom);
      if (others.length === station.openingHours.length) {
        return denied('not_found', `Ingen åpningstider begynner ${validFrom}.`);
      }
      if (validFrom <= today) {
        return denied('already_begun', 'Disse åpningstidene har begynt. Lagre nye fra i dag i stedet.', { today });
      }
      return ok({ ...station, openingHours: others });
    });
  }
}
