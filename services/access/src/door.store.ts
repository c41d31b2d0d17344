import { Inject, Injectable } from '@nestjs/common';
import { type DoorView } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type DoorState, type Online } from '@selvbetjent/devices';
import { HELD_OPEN_MS } from './domain/alarms';
import { contactAfter } from './domain/contact';
import { doorsOf, isInUse, type StationCopy } from './station.store';

const ALIVE_MS = 25_000;

export interface DoorRow {
  door_id: string;
  station_id: string;
  boot: string | null;
  open: boolean | null;
  locked: boolean | null;
  jammed: boolean | null;
  battery: number | null;
  firmware: string | null;
  online: boolean | null;
  last_seen_at: Date;
  changed_at: Date;
  leaf_since: Date | null;
  held_open_at: Date | null;
}

@Injectable()
export class DoorStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keepState(door: { doorId: string; stationId: string }, state: DoorState, seenAt: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO doors (door_id, station_id, boot, open, locked, jammed, battery, firmware, online, last_seen_at,
                          changed_at, leaf_since, held_open_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, $9, $9, $9, $10)
       ON CONFLICT (door_id) DO UPDATE SET boot = excluded.boot, open = excluded.open, locked = excluded.locked,
         jammed = COALESCE(excluded.jammed, doors.jammed AND excluded.locked IS NOT FALSE),
         battery = excluded.battery, firmware = excluded.firmware, online = true, last_seen_at = excluded.last_seen_at,
         changed_at = CASE WHEN (doors.open, doors.locked) IS DISTINCT FROM (excluded.open, excluded.locked)
                      THEN excluded.changed_at ELSE doors.changed_at END,
         leaf_since = CASE WHEN doors.open IS DISTINCT FROM excluded.open
                      THEN excluded.leaf_since ELSE COALESCE(doors.leaf_since, excluded.leaf_since) END,
         held_open_at = CASE WHEN doors.open AND excluded.open
                        THEN COALESCE(doors.held_open_at, excluded.held_open_at) ELSE excluded.held_open_at END
       WHERE doors.last_seen_at <= excluded.last_seen_at`,
      [
        door.doorId,
        door.stationId,
        state.boot,
        state.open ?? null,
        state.locked ?? null,
        state.jammed ?? null,
        state.battery ?? null,
        state.firmware ?? null,
        seenAt,
        state.open ? new Date(seenAt.getTime() + HELD_OPEN_MS) : null,
      ],
    );
  }

  /** The will of an earlier boot says nothing of the running one. */
  async keepOnline(doorId: string, { boot, online }: Online): Promise<void> {
    await this.database.query(
      'UPDATE doors SET online = $2 WHERE door_id = $1 AND ($2 OR $3::text IS NULL OR boot IS NULL OR boot = $3)',
      [doorId, online, boot],
    );
  }

  /** The door said so in a result; it stays so until the bolt moves or the door says otherwise. */
  async keepJammed(doorId: string): Promise<void> {
    await this.database.query('UPDATE doors SET jammed = true WHERE door_id = $1', [doorId]);
  }

  async all(): Promise<Map<string, DoorRow>> {
    const rows = await this.database.query<DoorRow>('SELECT * FROM doors');
    return new Map(rows.map((row) => [row.door_id, row]));
  }
}

/** @returns what each door in use last said of itself; silence longer than 25 s is `unknown`. */
export function doorViews(stations: readonly StationCopy[], rows: ReadonlyMap<string, DoorRow>, now: Date): DoorView[] {
  const places = doorsOf(stations).filter((place) => isInUse(place, now));
  return places.map(({ station, container, door, contactAt }) => {
    const row = rows.get(door.id);
    const alive = isAlive(row, now);
    return {
      doorId: door.id,
      stationId: station.stationId,
      containerId: container.id,
      alive,
      lastSeenAt: row?.last_seen_at.toISOString() ?? null,
      open: alive ? leafOf(row) : 'unknown',
      lock: alive ? lockOf(row) : 'unknown',
      battery: row?.battery ?? null,
      dialect: door.dialect,
      ...(contactAfter(contactAt, now) !== 'kept' && { hoursUnconfirmedSince: contactAt.toISOString() }),
    };
  });
}

export function isAlive(row: DoorRow | undefined, now: Date): boolean {
  return row !== undefined && row.online !== false && now.getTime() - row.last_seen_at.getTime() <= ALIVE_MS;
}

function leafOf(row: DoorRow | undefined): DoorView['open'] {
  if (row?.open === null || row?.open === undefined) return 'unknown';
  return row.open ? 'open' : 'closed';
}

function lockOf(row: DoorRow | undefined): DoorView['lock'] {
  if (row?.jammed) return 'jammed';
  if (row?.locked === null || row?.locked === undefined) return 'unknown';
  return row.locked ? 'locked' : 'unlocked';
}
