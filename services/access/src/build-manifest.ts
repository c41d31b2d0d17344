import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { type Manifest, manifestContentHash, type Thing, type ThingState } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { DoorAccess } from './door-access';
import { type DoorRow, DoorStore, isAlive } from './door.store';
import { ExposedDoors } from './exposed-doors';
import { type PlacedDoor } from './station.store';
import { ERROR_CODES } from './unlock-answer';

const SILENCE_BEFORE_ALERT_SECONDS = 600;
const POOR_BATTERY_PERCENT = 25;
const EMPTY_BATTERY_PERCENT = 5;

/** What Oslonøkkelen scrapes: exactly the exposed doors, with what they say of themselves. */
@Injectable()
export class BuildManifest {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ExposedDoors) private readonly exposed: ExposedDoors,
    @Inject(DoorStore) private readonly doors: DoorStore,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute(): Promise<Manifest> {
    const rows = await this.doors.all();
    const now = this.clock.now();
    const things = (await this.exposed.all()).map((place) => this.thing(place, rows.get(place.door.id), now));
    const content: Manifest = { version: 0, things, errorCodes: ERROR_CODES };
    return { ...content, version: await this.versionOf(manifestContentHash(content)) };
  }

  private thing(place: PlacedDoor, row: DoorRow | undefined, now: Date): Thing {
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
      states: row ? statesOf(row, isAlive(row, now)) : [],
      uri: this.access.placeOf(place).pageUrl,
      secondsWithoutMessageBeforeAlert: SILENCE_BEFORE_ALERT_SECONDS,
    };
  }

  /** Rises when the content differs, never falls; one row for all replicas and restarts. */
  private versionOf(contentHash: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO manifest_version (version, content_hash) VALUES (1, $1)
         ON CONFLICT (only_row) DO UPDATE SET version = manifest_version.version + 1, content_hash = excluded.content_hash
           WHERE manifest_version.content_hash <> excluded.content_hash`,
        [contentHash],
      );
      const [row] = await tx.query<{ version: number }>('SELECT version FROM manifest_version');
      return row!.version;
    });
  }
}

/** Only what the door reports; a silent door's leaf and lock are unknown and therefore left out. */
function statesOf(row: DoorRow, alive: boolean): ThingState[] {
  const states: ThingState[] = [
    {
      kind: 'online',
      status: alive ? 'REPORTED_ONLINE' : 'REPORTED_OFFLINE',
      lastSeen: row.last_seen_at,
      explanation: alive ? undefined : 'No word from the door controller for 25 seconds',
    },
    {
      kind: 'actionHealth',
      actionId: 'unlock',
      healthy: alive && !row.jammed,
      debugMessage: row.jammed ? 'jammed' : undefined,
    },
  ];
  const lastUpdate = row.changed_at;
  if (alive && row.open !== null) states.push({ kind: 'open', value: row.open ? 'OPEN' : 'CLOSED', lastUpdate });
  if (alive && row.locked !== null)
    states.push({ kind: 'locked', value: row.locked ? 'LOCKED' : 'UNLOCKED', lastUpdate });
  if (row.battery !== null) states.push({ kind: 'battery', value: batteryOf(row.battery) });
  if (row.firmware) {
    states.push({ kind: 'deviceType', manufacturer: 'selvbetjent', model: 'door', firmwareVersion: row.firmware });
  }
  return states;
}

function batteryOf(percent: number): 'EMPTY' | 'POOR' | 'GOOD' {
  if (percent <= EMPTY_BATTERY_PERCENT) return 'EMPTY';
  return percent <= POOR_BATTERY_PERCENT ? 'POOR' : 'GOOD';
}
