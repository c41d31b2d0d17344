import { Inject, Injectable } from '@nestjs/common';
import { type Situation, type WatchedDoor, type WatchedVisit } from '../domain/alarms';
import { type DoorRow, DoorStore, isAlive } from '../door.store';
import { DeviceLink } from '../doors/device-link';
import { Monotonic } from '../doors/monotonic';
import { doorsOf, isInUse, type PlacedDoor, StationStore } from '../station.store';
import { AlarmStore } from './alarm.store';

/** What alarms are decided from, as it stands in the database, and how well we have been listening. */
@Injectable()
export class AlarmSituation {
  private readonly startedAtMs: number;

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(DoorStore) private readonly doors: DoorStore,
    @Inject(AlarmStore) private readonly alarms: AlarmStore,
    @Inject(DeviceLink) private readonly link: Pick<DeviceLink, 'connectedAtMs'>,
    @Inject(Monotonic) private readonly time: Monotonic,
  ) {
    this.startedAtMs = time.nowMs();
  }

  async read(now: Date): Promise<Situation> {
    const nowMs = this.time.nowMs();
    const copies = await this.stations.all();
    const rows = await this.doors.all();
    const visits = await this.alarms.watchedVisits();
    return {
      now,
      listeningMs: this.link.connectedAtMs === null ? 0 : nowMs - this.link.connectedAtMs,
      upMs: nowMs - this.startedAtMs,
      stations: copies.map(({ station: { stationId }, contactAt }) => ({ stationId, contactAt })),
      doors: doorsOf(copies)
        .filter((place) => isInUse(place, now) || isVisited(place, visits))
        .flatMap((place) => watched(place, rows.get(place.door.id), now)),
      visits,
    };
  }
}

/** What goes out of use for good is watched until whoever is there has left. */
function isVisited({ station, container }: PlacedDoor, visits: readonly WatchedVisit[]): boolean {
  return visits.some(
    ({ isOpen, stationId, containerId }) => isOpen && stationId === station.stationId && containerId === container.id,
  );
}

/** None while the door has never spoken. */
function watched(place: PlacedDoor, row: DoorRow | undefined, now: Date): WatchedDoor[] {
  if (!row) return [];
  const { station, container, door } = place;
  const { open, locked, jammed, battery } = row;
  return [
    {
      ...{ stationId: station.stationId, containerId: container.id, doorId: door.id },
      ...{ alive: isAlive(row, now), lastSeenAt: row.last_seen_at, open, locked, jammed, battery },
      ...{ leafSince: row.leaf_since, heldOpenAt: row.held_open_at },
    },
  ];
}
