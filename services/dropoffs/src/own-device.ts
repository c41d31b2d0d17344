import { Inject, Injectable } from '@nestjs/common';
import { type Author, denied, mayActFor, ok, type Outcome, STAFF_ROLES } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';

export interface RegisteredScale {
  stationId: string;
  containerId: string;
  resolutionGrams: number;
}

/** A scale of the registry, for the staff of its station. */
@Injectable()
export class OwnDevice {
  constructor(@Inject(Database) private readonly database: Database) {}

  async find(author: Author, deviceId: string): Promise<Outcome<RegisteredScale>> {
    const [scale] = await this.database.query<RegisteredScale>(
      `SELECT station_id AS "stationId", container_id AS "containerId", resolution_grams AS "resolutionGrams"
       FROM scales WHERE device_id = $1`,
      [deviceId],
    );
    if (!scale) return denied('not_found', `Vi har ingen vekt «${deviceId}». Den må stå i stasjonsregisteret først.`);
    if (!mayActFor(author, scale.stationId, STAFF_ROLES))
      return denied('forbidden', 'Du har ikke ansvar for denne stasjonen.');
    return ok(scale);
  }
}
