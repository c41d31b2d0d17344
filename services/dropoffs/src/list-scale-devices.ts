import { Inject, Injectable } from '@nestjs/common';
import { type ListScaleDevices, type ScaleDeviceView, type ScaleListening } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type Carry } from './domain/carry';
import { ListenerStateStore } from './listener-state.store';

interface Row extends Omit<
  ScaleDeviceView,
  'lastSeenAt' | 'lastReadingAt' | 'contestedAt' | 'noiseGrams' | 'distrust' | 'key' | 'calibration'
> {
  lastSeenAt: Date | null;
  lastReadingAt: Date | null;
  contestedAt: Date | null;
  carry: Carry | null;
  key: ScaleDeviceView['key'];
  calibration: ScaleDeviceView['calibration'];
}

/** Every scale of the registry as staff need it: whether it speaks, what is missing of it, and how far it is to be trusted. */
@Injectable()
export class ListScaleDevicesHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ListenerStateStore) private readonly listener: ListenerStateStore,
  ) {}

  async handle({
    stationId,
  }: ListScaleDevices): Promise<{ devices: ScaleDeviceView[]; listening: ScaleListening | null }> {
    const rows = await this.rows(stationId ?? null);
    const state = await this.listener.find();
    return { devices: rows.map(viewOf), listening: state && { ...state, notedAt: state.notedAt.toISOString() } };
  }

  private rows(stationId: string | null): Promise<Row[]> {
    return this.database.query<Row>(
      `SELECT scales.device_id AS "deviceId", scales.station_id AS "stationId", scales.container_id AS "containerId", dialect,
              resolution_grams AS "resolutionGrams",
              newest.heard_at AS "lastSeenAt", reading.at AS "lastReadingAt",
              coalesce(newest.missing, 0) AS missing, newest.offset_ms AS "clockOffsetMs", weighed.carry,
              coalesce(every.conflicts, 0)::bigint AS conflicts, every.contested_at AS "contestedAt",
              (SELECT count(*) FROM poison_payloads
               WHERE replayed_at IS NULL AND topic IN (scales.topic, 'https/' || scales.device_id,
                 'selvbetjent/v1/' || scales.station_id || '/' || scales.device_id || '/readings')) AS poison,
              (SELECT json_build_object('keyId', key_id, 'madeAt', made_at) FROM device_keys
               WHERE device_keys.device_id = scales.device_id AND revoked_at IS NULL ORDER BY made_at DESC LIMIT 1) AS key,
              (SELECT json_build_object('at', at, 'verdict', verdict) FROM calibrations
               WHERE calibrations.device_id = scales.device_id ORDER BY at DESC LIMIT 1) AS calibration
       FROM scales
       LEFT JOIN LATERAL (
         SELECT heard_at, CASE WHEN cardinality(clock_samples_ms) > 0 THEN clock_agreed_ms END AS offset_ms,
                (SELECT coalesce(sum(upper(part) - lower(part)), 0)::bigint
                 FROM unnest(int8multirange(int8range(1, greatest(upper(received), 1))) - received) AS part) AS missing
         FROM boots WHERE boots.device_id = scales.device_id ORDER BY heard_at DESC LIMIT 1) AS newest ON true
       LEFT JOIN LATERAL (
         SELECT sum(conflicts) AS conflicts, max(contested_at) AS contested_at
         FROM boots WHERE boots.device_id = scales.device_id) AS every ON true
       LEFT JOIN LATERAL (
         SELECT max(at) AS at FROM readings
         WHERE readings.station_id = scales.station_id AND readings.container_id = scales.container_id) AS reading ON true
       LEFT JOIN LATERAL (
         SELECT carry FROM weighings JOIN visits USING (weighing_id)
         WHERE visits.station_id = scales.station_id AND visits.container_id = scales.container_id AND carry IS NOT NULL
         ORDER BY opened_at DESC LIMIT 1) AS weighed ON true
       WHERE $1::text IS NULL OR scales.station_id = $1 ORDER BY 2, 3, 1`,
      [stationId],
    );
  }
}

function viewOf({ carry, lastSeenAt, lastReadingAt, contestedAt, ...row }: Row): ScaleDeviceView {
  return {
    ...row,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    lastReadingAt: lastReadingAt?.toISOString() ?? null,
    contestedAt: contestedAt?.toISOString() ?? null,
    noiseGrams: carry?.noiseGrams ?? null,
    distrust: carry?.distrust?.reason ?? null,
  };
}
