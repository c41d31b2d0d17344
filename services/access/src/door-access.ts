import { Logger } from '@nestjs/common';
import { type CompiledSchedule, compileSchedule, type StateAt, stateAt } from '@selvbetjent/opening-hours';
import { type Container, openingKindOf, scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { type Clock } from '@selvbetjent/platform';
import { decide, type Decision, type DoorNow } from './domain/decide';
import { type PlacedDoor } from './station.store';
import { type HelpAt, type Place } from './unlock-answer';

/**
 * The decision of a door from our copy of its station. Keeps the newest schedule of each station compiled: working out its year
 * takes longer than the rest of an unlock, so it is asked once before a resident does.
 */
export class DoorAccess {
  private readonly logger = new Logger(DoorAccess.name);
  private readonly compiled = new Map<string, { revision: number; schedule: CompiledSchedule }>();

  constructor(
    private readonly portalUrl: string,
    private readonly clock: Clock,
  ) {}

  decide({ station, container, contactAt }: PlacedDoor, door: DoorNow, now: Date): Decision {
    return decide({ container, contactAt, hours: this.hoursAt(now, station, container), door, now });
  }

  /** Works out the hours, so that the next decision needn't. */
  prepare({ station, container }: PlacedDoor): void {
    this.hoursAt(this.clock.now(), station, container);
  }

  placeOf({ station, container }: PlacedDoor): Place {
    const pageUrl = `${this.portalUrl}/stasjon/${station.stationId}`;
    const { phone, text } = station.help;
    return { station, container, pageUrl, phone, wayOut: text.nb, link: { url: pageUrl, name: 'Om stasjonen' } };
  }

  helpAt(place: PlacedDoor | null): HelpAt {
    return place ? this.placeOf(place) : this.helpAnywhere();
  }

  /** For whom we don't know the door of. */
  private helpAnywhere(): HelpAt {
    const link = { url: this.portalUrl, name: 'Alle stasjoner' };
    return { phone: null, wayOut: 'Dører kan alltid åpnes innenfra.', link };
  }

  /** Null for a schedule that can't be read; its owner refuses those, but a door must not depend on that. */
  private hoursAt(now: Date, station: StationChanged, container: Container): StateAt | null {
    try {
      const { id: containerId, hours: containerHours } = container;
      const scope = { containerId, containerHours, audience: 'residents' as const, kind: openingKindOf(container) };
      return stateAt(this.compiledOf(station), now, scope);
    } catch (error) {
      this.logger.error({ err: error }, `The hours of ${station.stationId}/${container.id} can't be read: closed`);
      return null;
    }
  }

  private compiledOf(station: StationChanged): CompiledSchedule {
    const { stationId, revision } = station;
    const known = this.compiled.get(stationId);
    if (known?.revision === revision) return known.schedule;
    const schedule = compileSchedule(scheduleOf(station));
    this.compiled.set(stationId, { revision, schedule });
    return schedule;
  }
}
