import { Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type Sample } from './domain/sample';
import { type ScaleLimits } from './domain/weighing';
import { type ContainerKey } from './container-key';
import { type Span } from './weighing-due.store';

/** The scale under a container, and when it last spoke. */
export interface ContainerScale {
  scaleId: string;
  limits: ScaleLimits;
  newestReadingAt: Date | null;
  lastHeardAt: Date | null;
}

/** A device whose clock runs ahead may not decide visits early. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const OF_CONTAINER = 'station_id = $1 AND container_id = $2';
const COLUMNS = `boot, seq, at, CASE WHEN status = 'ok' THEN coalesce(untared_grams, grams) END AS grams, tare_epoch, stable`;

/** Readings as the weighing needs them. */
@Injectable()
export class SampleStore {
  /** @returns null when nothing weighs the container. */
  async scaleOf(tx: Transaction, { stationId, containerId }: ContainerKey, now: Date): Promise<ContainerScale | null> {
    const [row] = await tx.query<{
      id: string;
      resolution: number;
      max: number;
      newest: Date | null;
      heard: Date | null;
    }>(
      `SELECT device_id AS id, resolution_grams AS resolution, max_grams AS max,
              (SELECT max(at) FROM readings WHERE ${OF_CONTAINER} AND at <= $3) AS newest,
              (SELECT max(heard_at) FROM boots WHERE boots.device_id = scales.device_id) AS heard
       FROM scales WHERE ${OF_CONTAINER} ORDER BY device_id LIMIT 1`,
      [stationId, containerId, new Date(now.getTime() + CLOCK_TOLERANCE_MS)],
    );
    if (!row) return null;
    const limits = { resolutionGrams: row.resolution, maxGrams: row.max };
    return { scaleId: row.id, limits, newestReadingAt: row.newest, lastHeardAt: row.heard };
  }

  /**
   * The samples from one visit's close (null: there is none) to the next one's opening (likewise): all of the first ten
   * minutes, then the first 300, of the last day the last 700, and of the last week the first one of each minute. Bounds are bare parameters, so that the index serves them
   * however long the history is; greatest() and least() pass over a null, comparisons with one find nothing.
   */
  async between(
    tx: Transaction,
    container: ContainerKey,
    closedAt: Date | null,
    openedAt: Date | null,
    newestAt: Date | null,
  ): Promise<Sample[]> {
    const rows = await tx.query<SampleRow>(
      `(SELECT ${COLUMNS} FROM readings WHERE ${OF_CONTAINER}
          AND at >= $3::timestamptz AND at < least($4::timestamptz, $3::timestamptz + interval '10 minutes') ORDER BY at LIMIT 10000)
       UNION
       (SELECT ${COLUMNS} FROM readings WHERE ${OF_CONTAINER}
          AND at >= $3::timestamptz + interval '10 minutes' AND at < coalesce($4::timestamptz, 'infinity') ORDER BY at LIMIT 300)
       UNION
       (SELECT ${COLUMNS} FROM readings WHERE ${OF_CONTAINER}
          AND at >= greatest($3::timestamptz, $4::timestamptz - interval '24 hours') AND at < $4::timestamptz ORDER BY at DESC LIMIT 700)
       UNION
       (SELECT DISTINCT ON (date_bin('1 minute', at, 'epoch')) ${COLUMNS} FROM readings WHERE ${OF_CONTAINER}
          AND at >= greatest($3::timestamptz + interval '10 minutes', $5::timestamptz - interval '7 days')
          AND at < $5::timestamptz AND $3::timestamptz IS NOT NULL
        ORDER BY date_bin('1 minute', at, 'epoch'), at, seq)`,
      [container.stationId, container.containerId, closedAt, openedAt, openedAt ?? newestAt],
    );
    return rows.map(sampleOf);
  }

  /** The samples of a visit, at most the first 2,000: only whether the scale was alive is asked of them. */
  async during(tx: Transaction, { stationId, containerId }: ContainerKey, { from, until }: Span): Promise<Sample[]> {
    const rows = await tx.query<SampleRow>(
      `SELECT ${COLUMNS} FROM readings WHERE ${OF_CONTAINER} AND at >= $3 AND at < $4 ORDER BY at, seq LIMIT 2000`,
      [stationId, containerId, from, until],
    );
    return rows.map(sampleOf);
  }
}

interface SampleRow {
  boot: string;
  seq: number;
  at: Date;
  grams: number | null;
  tare_epoch: number | null;
  stable: boolean | null;
}

function sampleOf(row: SampleRow): Sample {
  const sample = { boot: row.boot, seq: row.seq, atMs: row.at.getTime(), grams: row.grams, tareEpoch: row.tare_epoch };
  return row.stable === null ? sample : { ...sample, rests: row.stable };
}
