import { type ReadModelTables } from './read-model-tables';

/**
 * SQL: the rows of a table of hours whose local date at their station lies in $1–$2, of station $3 or all, as `hours` with the station's
 * `zone`. The days' beginnings are worked out once per station, not the date of every hour.
 */
export function hoursWithin({ stations }: ReadModelTables, hours: string): string {
  return `(SELECT hours.*, zone FROM ${hours} AS hours JOIN (
      SELECT station_id, zone, $1::date::timestamp AT TIME ZONE zone AS starts_at, ($2::date + 1)::timestamp AT TIME ZONE zone AS ends_at
      FROM (SELECT station_id, snapshot ->> 'timeZone' AS zone FROM ${stations}
            WHERE $3::text IS NULL OR station_id = $3 OFFSET 0) AS station OFFSET 0) AS within USING (station_id)
    WHERE hour >= starts_at AND hour < ends_at) AS hours`;
}

/** Of those rows; Monday is 1. */
export const HOUR_OF_WEEK = `extract(isodow FROM hour AT TIME ZONE zone)::int AS weekday,
  extract(hour FROM hour AT TIME ZONE zone)::int AS hour`;
