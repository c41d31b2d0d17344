import { Inject, Injectable } from '@nestjs/common';
import { denied, ok, type Outcome, type StationChanged, type UndoHoursChange } from '@selvbetjent/contracts';
import { AuditStore } from '../audit.store';
import { undoneHours } from '../domain/undone-hours';
import { SaveHours } from './save-hours';

/** Takes back the last change of hours by the audit's own words, as a change of its own. */
@Injectable()
export class UndoHoursChangeHandler {
  constructor(
    @Inject(SaveHours) private readonly hours: SaveHours,
    @Inject(AuditStore) private readonly audit: AuditStore,
  ) {}

  async handle(request: UndoHoursChange): Promise<Outcome<StationChanged>> {
    return this.hours.save(request, 'hours_change_undone', async (station, today, tx) => {
      const last = await this.audit.lastChangeOfHours(tx, station.stationId);
      const undone = last && undoneHours(station, last.before, today);
      return undone ? ok(undone) : denied('nothing_to_undo', 'Det er ingen endring av åpningstidene å angre.');
    });
  }
}
