import { Inject, Injectable } from '@nestjs/common';
import { denied, ok, type Outcome, type RecordHandleCheck, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { doorsOf, withHandleCheck } from '../domain/door-exposure';
import { refusalFor, unknownStation } from '../domain/may-change';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';

/** Somebody stood inside and tried the handle without power: who, when, and whether it opened. */
@Injectable()
export class RecordHandleCheckHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, stationId, doorId, opens, expose }: RecordHandleCheck): Promise<Outcome<StationChanged>> {
    const refusal = refusalFor(author, stationId);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      const before = await this.stations.lock(tx, stationId);
      if (!before) return unknownStation(stationId);
      if (!doorsOf(before).some(({ id }) => id === doorId))
        return denied('not_found', `Døren «${doorId}» finnes ikke.`);
      const check = { at: this.clock.now().toISOString(), by: author.name };
      const after = withHandleCheck(before, doorId, { check, opens, expose: expose ?? false });
      const action = opens ? 'inside_handle_opens' : 'inside_handle_fails';
      return ok(await this.changes.record(tx, { author, action, before, after }));
    });
  }
}
