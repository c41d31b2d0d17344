import { Inject, Injectable } from '@nestjs/common';
import { type Container, type Door, isRetired, type StationChanged } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';

/** Our copy of a station and when its owner last confirmed it. */
export interface StationCopy {
  station: StationChanged;
  contactAt: Date;
}

/** A door with all that its decision needs. */
export interface PlacedDoor extends StationCopy {
  container: Container;
  door: Door;
}

@Injectable()
export class StationStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** An older revision only renews nothing; the same one renews the contact. */
  async keep(tx: Transaction, station: StationChanged, contactAt: Date): Promise<void> {
    await tx.query(
      `INSERT INTO stations (station_id, revision, snapshot, contact_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (station_id) DO UPDATE
         SET revision = excluded.revision, snapshot = excluded.snapshot,
             contact_at = GREATEST(stations.contact_at, excluded.contact_at)
         WHERE stations.revision <= excluded.revision`,
      [station.stationId, station.revision, station, contactAt],
    );
  }

  all(): Promise<StationCopy[]> {
    return this.holding({});
  }

  async find(stationId: string): Promise<StationChanged | null> {
    const [copy] = await this.holding({ stationId });
    return copy?.station ?? null;
  }

  /** Asked at every word of a door: only its own station is read. */
  async findDoor(doorId: string): Promise<PlacedDoor | null> {
    const copies = await this.holding({ containers: [{ doors: [{ id: doorId }] }] });
    return doorsOf(copies).find(({ door }) => door.id === doorId) ?? null;
  }

  /** @returns the stations whose snapshot contains `part`. */
  private async holding(part: object): Promise<StationCopy[]> {
    const rows = await this.database.query<{ snapshot: StationChanged; contact_at: Date }>(
      'SELECT snapshot, contact_at FROM stations WHERE snapshot @> $1 ORDER BY station_id',
      [part],
    );
    return rows.map((row) => ({ station: row.snapshot, contactAt: row.contact_at }));
  }
}

/** @returns whether its station, its container and the door itself are all in use still. */
export function isInUse({ station, container, door }: PlacedDoor, now: Date): boolean {
  return ![station, container, door].some((one) => isRetired(one, now));
}

export function doorsOf(stations: readonly StationCopy[]): PlacedDoor[] {
  return stations.flatMap((copy) =>
    copy.station.containers.flatMap((container) => container.doors.map((door) => ({ ...copy, container, door }))),
  );
}
