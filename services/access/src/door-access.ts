import { type CompiledSchedule, compileSchedule, stateAt } from '@selvbetjent/opening-hours';
import { type StationChanged } from '@selvbetjent/contracts';
import { type Clock } from '@selvbetjent/platform';
import { decide, type Decision } from './domain/decide';
import { type PlacedDoor } from './station.store';
import { type Place } from './unlock-answer';

const COMPILED_KEPT = 100;

/** The decision of a door from our copy of its station; keeps compiled schedules by revision. */
export class DoorAccess {
  private readonly compiled = new Map<string, CompiledSchedule>();

  constructor(
    private readonly portalUrl: string,
    private readonly clock: Clock,
  ) {}

  decide({ station, container, contactAt }: PlacedDoor): { decision: Decision; now: Date } {
    const now = this.clock.now();
    const scope = { containerId: container.id, containerHours: container.hours, audience: 'residents' as const };
    const hours = stateAt(this.scheduleOf(station), now, scope);
    return { decision: decide({ station, container, contactAt, hours, now }), now };
  }

  placeOf({ station, container }: PlacedDoor): Place {
    return { station, container, pageUrl: `${this.portalUrl}/stasjon/${station.stationId}` };
  }

  private scheduleOf(station: StationChanged): CompiledSchedule {
    const key = `${station.stationId}:${station.revision}`;
    const known = this.compiled.get(key);
    if (known) return known;
    const schedule = compileSchedule({
      timeZone: station.timeZone,
      versions: station.openingHours,
      exceptions: station.exceptions.map(({ date, hours, reason }) => ({ date, hours, reason: reason ?? undefined })),
      closures: station.closures.map((closure) => ({
        ...closure,
        until: closure.until ?? null,
        containers: closure.containers ?? null,
      })),
    });
    if (this.compiled.size >= COMPILED_KEPT) this.compiled.clear();
    this.compiled.set(key, schedule);
    return schedule;
  }
}
