import { Inject, Injectable } from '@nestjs/common';
import { type Closure, type CloseStation, denied, ok, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { refusalFor, unknownStation } from './domain/may-change';
import { ChangeRecorder } from './record-change';
import { StationStore } from './station.store';

/** Withholds unlocks for a while, or until somebody ends it. Never asks for confirmation, never begins in the past. */
@Injectable()
export class CloseStationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: CloseStation): Promise<Outcome<{ closureId: string; station: StationChanged }>> {
    const { author, stationId } = request;
    const refusal = refusalFor(author, stationId);
    if (refusal) return refusal;
    const closure = this.closureOf(request);
    if (closure.until !== null && closure.until <= closure.from) {
      return denied('bad_interval', 'Stengingen må slutte etter at den begynner, og etter nå.');
    }
    return this.database.transaction(async (tx) => {
      const before = await this.stations.lock(tx, stationId);
      if (!before) return unknownStation(stationId);
      if (before.closures.some(({ id }) => id === closure.id)) return ok({ closureId: closure.id, station: before });
      const strange = unknownContainer(before, closure);
      if (strange) return denied('unknown_container', `Containeren «${strange}» finnes ikke på denne stasjonen.`);
      const after = { ...before, closures: [...before.closures, closure].toSorted(byStart) };
      const station = await this.changes.record(tx, { author, action: 'station_closed', before, after });
      return ok({ closureId: closure.id, station });
    });
  }

  private closureOf({ closureId, from, until, containers, appliesTo, reason }: CloseStation): Closure {
    const now = this.clock.now();
    const begins = from && new Date(from) > now ? new Date(from) : now;
    return {
      id: closureId ?? randomUUID(),
      from: begins.toISOString(),
      until: until ? new Date(until).toISOString() : null,
      containers: containers ?? null,
      appliesTo,
      reason: { nb: reason.nb, en: reason.en },
    };
  }
}

function unknownContainer(station: StationChanged, { containers }: Closure): string | undefined {
  return containers?.find((id) => !station.containers.some((container) => container.id === id));
}

/** The order in which they are stored. */
function byStart(one: Closure, other: Closure): number {
  const [a, b] = [`${one.from} ${one.id}`, `${other.from} ${other.id}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
