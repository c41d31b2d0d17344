import { type ReadModelTables } from './read-model-tables';

const ALL_MINUTES = `(~ 0::bit(60))`;

/**
 * SQL: of days with a `station_id` and when it was `open`, how long that was (`open_ms`), and in how many of those minutes every scale of the
 * station worked (`weighed_minutes`; null while nothing is known of any scale in them). A container without scales needs none; an hour that
 * one of the scales told nothing of has no such minutes.
 */
export function measuredDays({ stations, scale_hours }: ReadModelTables, days: string): string {
  return `(SELECT days.*, open_ms, weighed_minutes
    FROM ${days} AS days,
      LATERAL (SELECT array_agg(container ->> 'id') AS containers
               FROM ${stations} AS known, jsonb_array_elements(snapshot -> 'containers') AS container
               WHERE known.station_id = days.station_id AND jsonb_array_length(container -> 'scales') > 0) AS weighed,
      LATERAL (SELECT (1000 * sum(extract(epoch FROM upper(span) - lower(span))))::bigint AS open_ms
               FROM unnest(days.open) AS span) AS length,
      LATERAL (SELECT sum(bit_count(minutes & (${ALL_MINUTES} >> first) & (${ALL_MINUTES} << (60 - last))))::integer AS weighed_minutes
               FROM unnest(days.open) AS span,
                 generate_series(date_trunc('hour', lower(span)), upper(span) - interval '1 second', '1 hour') AS open_hour,
                 LATERAL (SELECT greatest(0, extract(epoch FROM lower(span) - open_hour) / 60)::int AS first,
                                 least(60, extract(epoch FROM upper(span) - open_hour) / 60)::int AS last) AS within,
                 LATERAL (SELECT CASE WHEN count(*) = cardinality(containers) THEN bit_and(minutes) ELSE 0::bit(60) END AS minutes
                          FROM ${scale_hours} AS told
                          WHERE told.station_id = days.station_id AND container_id = ANY(containers) AND told.hour = open_hour
                          HAVING count(*) > 0) AS worked) AS weighing) AS measured`;
}

/** The statements that sum open days, by day and then by month: of all, or of those for which the two conditions hold. */
export function sumOpenDays(tables: ReadModelTables, where?: { days: string; months: string }): string[] {
  const days = where ? `(SELECT * FROM ${tables.open_days} WHERE ${where.days})` : tables.open_days;
  const insert = (rows: string): string =>
    `INSERT INTO ${tables.open_sums} AS sums (station_id, grain, starts_on, open_ms, weighed_minutes) ${rows}
     ON CONFLICT (station_id, grain, starts_on)
       DO UPDATE SET open_ms = excluded.open_ms, weighed_minutes = excluded.weighed_minutes`;
  return [
    insert(`SELECT station_id, 'day', local_date, open_ms, weighed_minutes FROM ${measuredDays(tables, days)}`),
    insert(`SELECT station_id, 'month', date_trunc('month', starts_on::timestamp)::date, sum(open_ms), sum(weighed_minutes)
            FROM ${tables.open_sums} WHERE grain = 'day' AND ${where?.months ?? 'true'} GROUP BY 1, 3`),
  ];
}
