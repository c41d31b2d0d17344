import { Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { sharedPlaces } from './domain/device-place';
import { type StationEntry } from './domain/station-entry';

type Query = Pick<Transaction, 'query'>;
type Profile = Omit<
  StationChanged,
  'stationId' | 'revision' | 'hoursVersion' | 'openingHours' | 'exceptions' | 'closures'
>;
type Row = Omit<StationChanged, keyof Profile> & { profile: Profile };

/** Closures that ended longer ago stay in the table, but out of the snapshot: the longest span that anyone asks hours for. */
const CLOSURES_KEPT_DAYS = 400;
const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const SELECT = `
  SELECT s.id AS "stationId", s.revision, s.hours_version AS "hoursVersion", s.profile,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('validFrom', valid_from, 'hours', hours) ORDER BY valid_from), '[]')
       FROM hours_version WHERE station_id = s.id) AS "openingHours",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('date', date, 'hours', hours, 'reason', reason) ORDER BY date), '[]')
       FROM hours_exception WHERE station_id = s.id) AS exceptions,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
         'id', id, 'from', to_char(closed_from, ${INSTANT}), 'until', to_char(until, ${INSTANT}),
         'containers', containers, 'appliesTo', applies_to, 'reason', reason) ORDER BY closed_from, id), '[]')
       FROM closure WHERE station_id = s.id AND (until IS NULL
         OR until > now() - interval '${CLOSURES_KEPT_DAYS} days')) AS closures
  FROM station s`;

/** Stations as their snapshots; writing one replaces all of it but its closures, which only get added to. */
@Injectable()
export class StationStore {
  async all(db: Query): Promise<StationChanged[]> {
    return (await db.query<Row>(`${SELECT} ORDER BY s.id`)).map(snapshotOf);
  }

  async find(db: Query, stationId: string): Promise<StationChanged | null> {
    const [row] = await db.query<Row>(`${SELECT} WHERE s.id = $1`, [stationId]);
    return row ? snapshotOf(row) : null;
  }

  /** Changes of one station happen one after the other: the row is locked until the transaction ends. */
  async lock(tx: Transaction, stationId: string): Promise<StationChanged | null> {
    await tx.query('SELECT 1 FROM station WHERE id = $1 FOR UPDATE', [stationId]);
    return this.find(tx, stationId);
  }

  /** Stations come to be one after the other: nobody else creates or imports any until the transaction ends. */
  async lockRegistry(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema || ':stations-file', 0))`);
  }

  /** @returns those of this station's own and its devices' ids that something else has already. */
  async takenIds(tx: Transaction, { stationId, containers }: StationChanged): Promise<string[]> {
    const devices = containers.flatMap(({ doors, scales }) => [...doors, ...scales]).map(({ id }) => id);
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM device WHERE id = ANY ($2) AND station_id <> $1 OR id = $1
       UNION SELECT id FROM station WHERE id = ANY ($2)`,
      [stationId, devices],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns what the stations file said of it when it was last applied. */
  async fileEntry(tx: Transaction, stationId: string): Promise<StationEntry | null> {
    const [row] = await tx.query<{ entry: StationEntry | null }>(
      'SELECT file_entry AS entry FROM station WHERE id = $1',
      [stationId],
    );
    return row?.entry ?? null;
  }

  async saveFileEntry(tx: Transaction, entry: StationEntry): Promise<void> {
    await tx.query('UPDATE station SET file_entry = $2 WHERE id = $1', [entry.id, JSON.stringify(entry)]);
  }

  /** @returns those of these stations' devices that would be taken for another one, of theirs or of the stations that stay as they are. */
  async sharedPlaces(tx: Transaction, changed: readonly StationChanged[], now: Date): Promise<string[]> {
    const ids = new Set(changed.map(({ stationId }) => stationId));
    const others = (await this.all(tx)).filter(({ stationId }) => !ids.has(stationId));
    return sharedPlaces(changed, others, now);
  }

  async save(tx: Transaction, station: StationChanged, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO station (id, revision, hours_version, profile, changed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, hours_version = excluded.hours_version,
         profile = excluded.profile, changed_at = excluded.changed_at`,
      [station.stationId, station.revision, station.hoursVersion, JSON.stringify(profileOf(station)), at],
    );
    await this.saveDevices(tx, station);
    await this.saveHours(tx, station);
    await this.saveClosures(tx, station);
  }

  private async saveDevices(tx: Transaction, { stationId, containers }: StationChanged): Promise<void> {
    const devices = containers.flatMap(({ doors, scales }) => [...doors, ...scales]).map(({ id }) => id);
    await tx.query('DELETE FROM device WHERE station_id = $1', [stationId]);
    await tx.query('INSERT INTO device (id, station_id) SELECT unnest($2::text[]), $1', [stationId, devices]);
  }

  /** What was taken back goes; the audit keeps what it was. */
  private async saveHours(tx: Transaction, { stationId, openingHours, exceptions }: StationChanged): Promise<void> {
    await tx.query('DELETE FROM hours_version WHERE station_id = $1 AND NOT valid_from = ANY ($2::date[])', [
      stationId,
      openingHours.map(({ validFrom }) => validFrom),
    ]);
    await tx.query('DELETE FROM hours_exception WHERE station_id = $1 AND NOT date = ANY ($2::date[])', [
      stationId,
      exceptions.map(({ date }) => date),
    ]);
    await tx.query(
      `INSERT INTO hours_version (station_id, valid_from, hours)
       SELECT $1, "validFrom", hours FROM jsonb_to_recordset($2) AS v ("validFrom" date, hours text)
       ON CONFLICT (station_id, valid_from) DO UPDATE SET hours = excluded.hours`,
      [stationId, JSON.stringify(openingHours)],
    );
    await tx.query(
      `INSERT INTO hours_exception (station_id, date, hours, reason)
       SELECT $1, date, hours, reason FROM jsonb_to_recordset($2) AS e (date date, hours text, reason jsonb)
       ON CONFLICT (station_id, date) DO UPDATE SET hours = excluded.hours, reason = excluded.reason`,
      [stationId, JSON.stringify(exceptions)],
    );
  }

  private async saveClosures(tx: Transaction, { stationId, closures }: StationChanged): Promise<void> {
    const saved = await tx.query(
      `INSERT INTO closure (id, station_id, closed_from, until, containers, applies_to, reason)
       SELECT id, $1, "from", until, containers, "appliesTo", reason FROM jsonb_to_recordset($2) AS c
         (id uuid, "from" timestamptz, until timestamptz, containers jsonb, "appliesTo" text, reason jsonb)
       ON CONFLICT (id) DO UPDATE SET until = excluded.until WHERE closure.station_id = excluded.station_id RETURNING id`,
      [stationId, JSON.stringify(closures)],
    );
    if (saved.length < closures.length) throw new Error(`${stationId}: a closure has the id of another station's`);
  }
}

function snapshotOf({ profile, ...row }: Row): StationChanged {
  return { ...row, ...profile };
}

function profileOf(station: StationChanged): Profile {
  const inTables = new Set(['stationId', 'revision', 'hoursVersion', 'openingHours', 'exceptions', 'closures']);
  return Object.fromEntries(Object.entries(station).filter(([field]) => !inTables.has(field))) as unknown as Profile;
}
