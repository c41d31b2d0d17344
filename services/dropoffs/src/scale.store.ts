import { Inject, Injectable } from '@nestjs/common';
import { type ScaleDialect, type StationChanged, type WasteStream } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type ForeignScaleDialect, type ScaleSettings } from '@selvbetjent/devices';
import { type Sender } from './incoming-readings';
import { type ContainerKey } from './container-key';

/** A scale and the container that it carries. */
export interface PlacedScale {
  deviceId: string;
  stationId: string;
  containerId: string;
  dialect: ScaleDialect;
}

/** A scale of another make, with what the registry knows of it. */
export interface ForeignScale {
  deviceId: string;
  dialect: ForeignScaleDialect;
  topic: string;
  settings: ScaleSettings;
}

/** A container as its newest snapshot describes it. */
export interface PlacedContainer extends ContainerKey {
  timeZone: string;
  stream: WasteStream;
  fraction: string;
  /** How long a value of its scale must stay before it counts as settled, where the scale itself doesn't say; 0 for no longer than any. */
  settleMs: number;
}

/**
 * Whether the sender may speak for the scale. By MQTT a native one speaks under its own station, another make where the registry says;
 * a device with a key is known by that, of whatever dialect it is.
 */
export function isPlaceOf(scale: PlacedScale, sender: Sender): boolean {
  if ('foreignId' in sender) return scale.dialect !== 'selvbetjent';
  if ('stationId' in sender) return scale.dialect === 'selvbetjent' && scale.stationId === sender.stationId;
  return true;
}

/** The copy of the registry: which scale stands under which container. */
@Injectable()
export class ScaleStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @returns false when a newer snapshot is already here. */
  async keep(tx: Transaction, station: StationChanged, receivedAt: Date): Promise<boolean> {
    const kept = await tx.query(
      `INSERT INTO stations (station_id, revision, snapshot, received_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (station_id) DO UPDATE
         SET revision = excluded.revision, snapshot = excluded.snapshot, received_at = excluded.received_at
         WHERE stations.revision <= excluded.revision
       RETURNING station_id`,
      [station.stationId, station.revision, station, receivedAt],
    );
    if (kept.length === 0) return false;
    await tx.query('DELETE FROM scales WHERE station_id = $1', [station.stationId]);
    for (const container of station.containers) {
      for (const scale of container.scales) {
        await tx.query(
          `INSERT INTO scales (device_id, station_id, container_id, dialect, topic, resolution_grams, max_grams)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (device_id) DO UPDATE SET station_id = excluded.station_id, container_id = excluded.container_id,
             dialect = excluded.dialect, topic = excluded.topic, resolution_grams = excluded.resolution_grams,
             max_grams = excluded.max_grams`,
          [
            scale.id,
            station.stationId,
            container.id,
            scale.dialect,
            scale.topic ?? null,
            scale.resolutionGrams,
            scale.maxKg * 1000,
          ],
        );
      }
    }
    return true;
  }

  /** @returns by device id, those that the registry has */
  async find(tx: Transaction, deviceIds: readonly string[]): Promise<Map<string, PlacedScale>> {
    const rows = await tx.query<PlacedScale>(
      `SELECT device_id AS "deviceId", station_id AS "stationId", container_id AS "containerId", dialect
       FROM scales WHERE device_id = ANY($1)`,
      [deviceIds],
      'find-scales',
    );
    return new Map(rows.map((scale) => [scale.deviceId, scale]));
  }

  async findContainer(tx: Transaction, { stationId, containerId }: ContainerKey): Promise<PlacedContainer | null> {
    const [row] = await tx.query<{ snapshot: StationChanged }>('SELECT snapshot FROM stations WHERE station_id = $1', [
      stationId,
    ]);
    const container = row?.snapshot.containers.find(({ id }) => id === containerId);
    if (!row || !container) return null;
    const { stream, fraction, scales } = container;
    const settleMs = Math.max(0, ...scales.map(({ settleSeconds }) => (settleSeconds ?? 0) * 1_000));
    return { stationId, containerId, timeZone: row.snapshot.timeZone, stream, fraction, settleMs };
  }

  /** @returns false before the first snapshot: then no scale is known. */
  async hasStations(): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM stations LIMIT 1')).length > 0;
  }

  async foreignScales(): Promise<ForeignScale[]> {
    const rows = await this.database.query<{ snapshot: StationChanged }>(
      'SELECT snapshot FROM stations ORDER BY station_id',
    );
    const scales = rows.flatMap(({ snapshot }) => snapshot.containers.flatMap((container) => container.scales));
    return scales.flatMap(({ id: deviceId, dialect, topic, ...settings }) =>
      dialect === 'selvbetjent' || !topic ? [] : [{ deviceId, dialect, topic, settings }],
    );
  }
}
