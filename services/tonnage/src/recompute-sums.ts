import { FIGURES } from '@selvbetjent/contracts';
import { sumOpenDays } from './open-sums';
import { type ReadModelTables } from './read-model-tables';

const LISTED = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');
const PLACE = 'station_id, container_id, stream, fraction';

/**
 * The statements that make all sums anew from the copies of facts: what `ReadModel` and its stores arrive at row by row, said
 * a second time and in one piece, so that each can be held against the other.
 */
export function recomputeSums(tables: ReadModelTables): string[] {
  const { entries, visits, attempts, gram_sums, drop_off_counts, spread_weighings } = tables;
  const { visit_hours, visit_sums, attempt_hours, open_sums } = tables;
  const made = [gram_sums, drop_off_counts, spread_weighings, visit_hours, visit_sums, attempt_hours, open_sums];
  return [
    `TRUNCATE ${made.join(', ')}`,
    `INSERT INTO ${gram_sums}
       SELECT station_id, grain, date_trunc(grain, local_date)::date, container_id, stream, fraction, kind, quality, origin,
              method, sum(grams), count(*)
       FROM ${entries}, unnest(ARRAY['day', 'month']) AS grain GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
    `INSERT INTO ${spread_weighings}
       SELECT weighing_id FROM ${entries} WHERE quality <> 'quarantine'
       GROUP BY 1 HAVING min(local_date) < max(local_date)`,
    `INSERT INTO ${drop_off_counts}
       WITH nets AS (
         SELECT ${PLACE}, local_date, coalesce(sum(grams) FILTER (WHERE kind IN (${LISTED(FIGURES.grams.kinds)})), 0) AS net,
                (array_agg(cardinality(visit_ids) ORDER BY revision DESC))[1] AS visits
         FROM ${entries}
         WHERE quality <> 'quarantine'
           AND NOT EXISTS (SELECT 1 FROM ${spread_weighings} AS spread WHERE spread.weighing_id = ${entries}.weighing_id)
         GROUP BY ${PLACE}, local_date, weighing_id)
       SELECT station_id, grain, date_trunc(grain, local_date)::date, container_id, stream, fraction, sum(visits)
       FROM nets, unnest(ARRAY['day', 'month']) AS grain WHERE net > 0 AND visits > 0 GROUP BY 1, 2, 3, 4, 5, 6`,
    `WITH newest AS (
         SELECT DISTINCT ON (weighing_id) station_id, container_id, quality, reason, visit_ids FROM ${entries}
         ORDER BY weighing_id, revision DESC),
       doubted AS (
         SELECT visit_id, min(station_id) AS station_id, min(container_id) AS container_id, count(*) AS doubts
         FROM newest, unnest(visit_ids) AS visit_id
         WHERE quality <> 'ok' AND reason IS DISTINCT FROM 'reversed' GROUP BY visit_id),
       cleared AS (
         UPDATE ${visits} SET doubts = 0
         WHERE doubts <> 0 AND NOT EXISTS (SELECT 1 FROM doubted WHERE doubted.visit_id = ${visits}.visit_id))
     INSERT INTO ${visits} AS known (visit_id, station_id, container_id, revision, withdrawn, doubts)
       SELECT visit_id, station_id, container_id, 0, false, doubts FROM doubted
       ON CONFLICT (visit_id) DO UPDATE SET doubts = excluded.doubts`,
    `INSERT INTO ${visit_hours}
       SELECT station_id, container_id, hour, sum(opened), sum(closed), sum(doubtful) FROM (
         SELECT station_id, container_id, date_trunc('hour', opened_at) AS hour, 1 AS opened, 0 AS closed, 0 AS doubtful
         FROM ${visits} WHERE NOT withdrawn AND opened_at IS NOT NULL
         UNION ALL
         SELECT station_id, container_id, date_trunc('hour', closed_at), 0, 1, (doubts > 0)::int
         FROM ${visits} WHERE NOT withdrawn AND closed_at IS NOT NULL) AS each
       GROUP BY 1, 2, 3`,
    sumVisitHours(tables),
    `INSERT INTO ${attempt_hours}
       SELECT station_id, container_id, hour, ending, reason, count(*) FROM ${attempts} GROUP BY 1, 2, 3, 4, 5`,
    ...sumOpenDays(tables),
  ];
}

/** The statement that makes the sums of visits from their hours. */
export function sumVisitHours({ visit_hours, visit_sums }: ReadModelTables): string {
  return `INSERT INTO ${visit_sums}
    SELECT station_id, grain, date_trunc(grain, hour AT TIME ZONE 'UTC')::date, container_id, sum(closed), sum(doubtful)
    FROM ${visit_hours}, unnest(ARRAY['day', 'month']) AS grain WHERE closed <> 0 OR doubtful <> 0 GROUP BY 1, 2, 3, 4`;
}
