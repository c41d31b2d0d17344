/**
 * SQL over a table of hours, named `hours`, joined with its `station`.
 * Those whose local date at their station lies in $1–$2, of station $3 or all.
 */
export const LOCAL_DATES = `hours.hour >= $1::date - interval '1 day' AND hours.hour < $2::date + interval '2 days'
  AND (hours.hour AT TIME ZONE (station.snapshot ->> 'timeZone'))::date BETWEEN $1 AND $2
  AND ($3::text IS NULL OR hours.station_id = $3)`;

const LOCAL = `(hours.hour AT TIME ZONE (station.snapshot ->> 'timeZone'))`;
/** Monday is 1. */
export const HOUR_OF_WEEK = `extract(isodow FROM ${LOCAL})::int AS weekday, extract(hour FROM ${LOCAL})::int AS hour`;
