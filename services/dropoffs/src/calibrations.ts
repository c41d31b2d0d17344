import { Inject, Injectable } from '@nestjs/common';
import {
  type Calibration,
  type ListCalibrations,
  ok,
  type Outcome,
  type RecordCalibration,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { judgeCalibration } from './domain/judge-calibration';
import { OwnDevice } from './own-device';

const COLUMNS = 'calibration_id AS "calibrationId", device_id AS "deviceId", at, steps, verdict, author_name AS author';

type Row = Omit<Calibration, 'at'> & { at: Date };

/** What scales showed of known weights, who tried it, and what that says of them. The judge's verdict is kept with it. */
@Injectable()
export class Calibrations {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OwnDevice) private readonly devices: OwnDevice,
  ) {}

  /** The same id again gives the first record. */
  async record({ calibrationId, deviceId, at, steps, author }: RecordCalibration): Promise<Outcome<Calibration>> {
    const device = await this.devices.find(author, deviceId);
    if (device.outcome !== 'ok') return device;
    const kept = steps.map(({ place, placedGrams, shownGrams }) => ({ place, placedGrams, shownGrams }));
    const verdict = judgeCalibration(kept, device.value.resolutionGrams);
    const [row] = await this.database.query<Row>(
      `INSERT INTO calibrations (calibration_id, device_id, at, steps, verdict, author_subject, author_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (calibration_id) DO UPDATE SET calibration_id = excluded.calibration_id RETURNING ${COLUMNS}`,
      [calibrationId, deviceId, at, JSON.stringify(kept), verdict, author.subject, author.name],
    );
    return ok(viewOf(row as Row));
  }

  /** Newest first. */
  async list({ deviceId, author }: ListCalibrations): Promise<Outcome<Calibration[]>> {
    const device = await this.devices.find(author, deviceId);
    if (device.outcome !== 'ok') return device;
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM calibrations WHERE device_id = $1 ORDER BY at DESC LIMIT 100`,
      [deviceId],
    );
    return ok(rows.map(viewOf));
  }
}

function viewOf({ at, ...row }: Row): Calibration {
  return { ...row, at: at.toISOString() };
}
