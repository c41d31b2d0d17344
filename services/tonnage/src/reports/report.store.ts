import { Inject, Injectable } from '@nestjs/common';
import { FIGURES, type SentReport, type YearReport } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type EffectEvents, type EffectKilos } from '../domain/effect-table';
import { type KindSum } from '../domain/report-lines';
import { type DateRange } from '../summed-range';

export interface KeptReport extends SentReport {
  report: YearReport;
}

const SENT = `report_id AS "reportId", year, station_id AS "stationId", to_char(sent_at AT TIME ZONE 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "sentAt", author_name AS author, note`;

/** What reports are made of, and those that were sent. */
@Injectable()
export class ReportStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async kindSums({ stationId, from, to }: DateRange): Promise<KindSum[]> {
    return this.database.query<KindSum>(
      `SELECT kind, quality, origin, stream, fraction, sum(grams)::bigint AS grams FROM gram_sums
       WHERE grain = 'day' AND starts_on BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3)
       GROUP BY 1, 2, 3, 4, 5 HAVING sum(grams) <> 0`,
      [from, to, stationId],
    );
  }

  /** Reuse and recycling of the station, and reuse in activities by origin; taken-out kilos as positive numbers. */
  async effectKilos({ stationId, from, to }: DateRange): Promise<EffectKilos[]> {
    return this.database.query<EffectKilos>(
      `WITH counted AS (
         SELECT starts_on AS local_date, kind, stream, origin, NULL AS programme, grams FROM gram_sums
         WHERE grain = 'day' AND kind <> 'activity' AND quality <> 'quarantine'
           AND starts_on BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3)
         UNION ALL
         SELECT entries.local_date, kind, stream, origin, programme, grams
         FROM activities JOIN entries ON weighing_id = activity_id
         WHERE kind = 'activity' AND quality <> 'quarantine'
           AND entries.local_date BETWEEN $1 AND $2 AND ($3::text IS NULL OR entries.station_id = $3)),
       coded AS (
         SELECT extract(year FROM local_date)::integer AS year, programme,
                CASE WHEN kind = 'take-out' THEN -grams ELSE grams END AS grams,
                CASE WHEN kind = 'take-out' AND stream = 'reuse' THEN 'taken-out'
                     WHEN kind = 'activity' AND stream = 'reuse' AND origin = 'business' THEN 'business-reuse'
                     WHEN kind = 'activity' AND stream = 'reuse' THEN 'activity-reuse'
                     WHEN kind = ANY($4) AND stream = 'reuse' THEN 'station-reuse'
                     WHEN kind = ANY($4) AND stream = 'recycling' THEN 'station-recycling' END AS code
         FROM counted)
       SELECT year, code, programme, sum(grams)::bigint AS grams FROM coded WHERE code IS NOT NULL
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [from, to, stationId, FIGURES.grams.kinds],
    );
  }

  async effectEvents({ stationId, from, to }: DateRange): Promise<EffectEvents[]> {
    return this.database.query<EffectEvents>(
      `SELECT extract(year FROM local_date)::integer AS year, programme, sum(resident_events)::integer AS events
       FROM activities
       WHERE NOT cancelled AND local_date BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3)
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [from, to, stationId],
    );
  }

  /** @returns what is kept under the id: this, or what was there before. */
  async keep(tx: Transaction, sent: KeptReport, authorSubject: string): Promise<KeptReport> {
    await tx.query(
      `INSERT INTO sent_reports (report_id, year, station_id, note, author, author_name, sent_at, report)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (report_id) DO NOTHING`,
      [sent.reportId, sent.year, sent.stationId, sent.note, authorSubject, sent.author, sent.sentAt, sent.report],
    );
    const rows = await tx.query<KeptReport>(`SELECT ${SENT}, report FROM sent_reports WHERE report_id = $1`, [
      sent.reportId,
    ]);
    return rows[0] as KeptReport;
  }

  async find(reportId: string): Promise<KeptReport | null> {
    const [row] = await this.database.query<KeptReport>(
      `SELECT ${SENT}, report FROM sent_reports WHERE report_id = $1`,
      [reportId],
    );
    return row ?? null;
  }

  /** @param stationId null for reports about all stations */
  async list(stationId: string | null): Promise<SentReport[]> {
    return this.database.query<SentReport>(
      `SELECT ${SENT} FROM sent_reports WHERE station_id IS NOT DISTINCT FROM $1 ORDER BY sent_at DESC, report_id`,
      [stationId],
    );
  }
}
