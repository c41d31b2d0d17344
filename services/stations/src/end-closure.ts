import { Inject, Injectable } from '@nestjs/common';
import { type Closure, denied, type EndClosure, ok, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { refusalFor, unknownStation } from './domain/may-change';
import { ChangeRecorder } from './record-change';
import { StationStore } from './station.store';

/** Ends a closure now; one that is over stays as it is. Its row is kept. */
@Injectable()
export class EndClosureHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, stationId, closureId }: EndClosure): Promise<Outcome<StationChanged>> {
    const refusal = refusalFor(author, stationId);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      const before = await this.stations.lock(tx, stationId);
      if (!before) return unknownStation(stationId);
      const closure = before.closures.find(({ id }) => id === closureId);
      if (!closure) return denied('not_found', 'Stengingen finnes ikke.');
      const ended = endedAt(closure, this.clock.now().toISOString());
      const after = { ...before, closures: before.closures.map((one) => (one === closure ? ended : one)) };
      return ok(await this.changes.record(tx, { author, action: 'closure_ended', before, after }));
    });
  }
}

/** One that hasn't begun becomes empty: it never was in force. */
function endedAt(closure: Closure, now: string): Closure {
  if (closure.until !== null && closure.until <= now) return closure;
  return { ...closure, until: now > closure.from ? now : closure.from };
}
