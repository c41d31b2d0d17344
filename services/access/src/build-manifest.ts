import { Inject, Injectable } from '@nestjs/common';
import { type Manifest, manifestContentHash, type Thing, type ThingState } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { DoorAccess } from './door-access';
import { doorStates } from './door-states';
import { DoorStore } from './door.store';
import { ExposedDoors } from './exposed-doors';
import { ManifestStore } from './manifest.store';
import { type PlacedDoor } from './station.store';
import { ERROR_CODES } from './unlock-answer';

const SILENCE_BEFORE_ALERT_SECONDS = 600;
const DEBUG_LINES_MS = 24 * 3_600_000;

/** What Oslonøkkelen scrapes: exactly the exposed doors, with what they say of themselves. */
@Injectable()
export class BuildManifest {
  constructor(
    @Inject(ManifestStore) private readonly manifests: ManifestStore,
    @Inject(ExposedDoors) private readonly exposed: ExposedDoors,
    @Inject(DoorStore) private readonly doors: DoorStore,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(): Promise<Manifest> {
    const now = this.clock.now();
    const places = await this.exposed.all();
    const rows = await this.doors.all();
    const attempts = await this.manifests.attemptsSince(new Date(now.getTime() - DEBUG_LINES_MS), places);
    const things = places.map((place) => {
      const own = attempts.filter((attempt) => attempt.door_id === place.door.id);
      return this.thing(place, doorStates(rows.get(place.door.id), own, now));
    });
    const content: Manifest = { version: 0, things, errorCodes: ERROR_CODES };
    return { ...content, version: await this.manifests.versionOf(manifestContentHash(content)) };
  }

  private thing(place: PlacedDoor, states: ThingState[]): Thing {
    const { station, container, door } = place;
    return {
      id: door.id,
      description: `${station.name}: ${container.name}`,
      actions: [
        {
          id: 'unlock',
          description: `Lås opp ${container.name}`,
          possibleAttachments: ['END_USER_MESSAGE', 'ERROR_DESCRIPTION', 'DENIED_REASON'],
        },
      ],
      states,
      uri: this.access.placeOf(place).pageUrl,
      secondsWithoutMessageBeforeAlert: SILENCE_BEFORE_ALERT_SECONDS,
    };
  }
}
