import { Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';

/** The time zones of the stations that we have a copy of. */
@Injectable()
export class StationZoneStore {
  /** @returns null for a station that isn't known. */
  async find(tx: Transaction, stationId: string): Promise<string | null> {
    const [row] = await tx.query<{ zone: string }>(
      `SELECT snapshot ->> 'timeZone' AS zone FROM stations WHERE station_id = $1`,
      [stationId],
    );
    return row?.zone ?? null;
  }
}
