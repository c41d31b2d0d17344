import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { doorsOf, isInUse, type PlacedDoor, type StationCopy, StationStore } from './station.store';

/** Whose tokens we accept: the simulated back end reaches only doors that are marked simulated. */
export class TokenWorld {
  constructor(readonly simulated: boolean) {}
}

/** The doors that Oslonøkkelen may know of. */
@Injectable()
export class ExposedDoors {
  private readonly found = new Map<string, PlacedDoor>();

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(TokenWorld) private readonly world: TokenWorld,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async all(): Promise<PlacedDoor[]> {
    return doorsOf(await this.stations.all()).filter((place) => this.isExposed(place));
  }

  /** @returns the door where `copy` is the station that has it, or null where nobody may know of it. */
  find(doorId: string, copy: StationCopy | null): PlacedDoor | null {
    const place = copy && doorsOf([copy]).find(({ door }) => door.id === doorId);
    if (!place || !this.isExposed(place)) return null;
    this.found.set(doorId, place);
    return place;
  }

  /** As it was when somebody last asked for it: whom to call is known even while the database is not. */
  lastFound(doorId: string): PlacedDoor | null {
    return this.found.get(doorId) ?? null;
  }

  private isExposed(place: PlacedDoor): boolean {
    const { station, door } = place;
    return door.exposed && isInUse(place, this.clock.now()) && (!this.world.simulated || station.simulated);
  }
}
