import { Inject, Injectable } from '@nestjs/common';
import { type ListScaleReadings, ok, type Outcome, type ScaleReading } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { OwnDevice } from './own-device';

const LOOK_BACK_MS = 60 * 60_000;

/** What a scale shows now, for somebody who stands beside it. */
@Injectable()
export class ListScaleReadingsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OwnDevice) private readonly devices: OwnDevice,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ deviceId, limit, author }: ListScaleReadings): Promise<Outcome<ScaleReading[]>> {
    const device = await this.devices.find(author, deviceId);
    if (device.outcome !== 'ok') return device;
    const { stationId, containerId } = device.value;
    const rows = await this.database.query<{ at: Date; grams: number }>(
      `SELECT at, coalesce(untared_grams, grams) AS grams FROM readings
       WHERE station_id = $1 AND container_id = $2 AND device_id = $3 AND at > $4 AND status = 'ok'
       ORDER BY at DESC, seq DESC LIMIT $5`,
      [stationId, containerId, deviceId, new Date(this.clock.now().getTime() - LOOK_BACK_MS), limit],
    );
    return ok(rows.map(({ at, grams }) => ({ at: at.toISOString(), grams })));
  }
}
