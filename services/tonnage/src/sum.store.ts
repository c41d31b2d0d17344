import { type DropOffRecorded, FIGURES, type Period, type Split, type TonnageRow } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type KeyedSum } from './domain/flow-sums';
import { type KindSum } from './domain/kilo-flows';
import { sumPieces } from './domain/sum-pieces';
import { type DropOffCount } from './domain/weighing-tally';
import { type ReadModelTables } from './read-model-tables';
import { atStation, BoundValues, type DateRange, inPieces } from './summed-range';

/** PostgreSQL's patterns for `2026-11-20`, `2026-W47` (ISO), `2026-11`, `2026`. */
const PERIOD_FORMATS: Record<Period, string> = {
  day: 'YYYY-MM-DD',
  week: 'IYYY"-W"IW',
  month: 'YYYY-MM',
  year: 'YYYY',
};
const SPLIT_COLUMNS: Record<Split, string> = {
  station: 'station_id',
  fraction: 'fraction',
  method: 'method',
  origin: 'origin',
};
const CELL = 'station_id, grain, starts_on, container_id, stream, fraction';
const GRAINS = `unnest(ARRAY['day', 'month']) AS grain, LATERAL (SELECT date_trunc(grain, $2::date)::date AS starts_on) AS start`;

/** The ledger's rows summed by local day and by month. */
export class SumStore {
  constructor(private readonly tables: ReadModelTables) {}

  async addGrams(tx: Transaction, entry: DropOffRecorded): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.tables.gram_sums} AS sums (${CELL}, kind, quality, origin, method, grams, entries)
       SELECT $1, grain, starts_on, $3, $4, $5, $6, $7, $8, $9, $10, 1 FROM ${GRAINS}
       ON CONFLICT (${CELL}, kind, quality, origin, method)
         DO UPDATE SET grams = sums.grams + excluded.grams, entries = sums.entries + 1`,
      [
        entry.stationId,
        entry.localDate,
        entry.containerId,
        entry.stream,
        entry.fraction,
        entry.kind,
        entry.quality,
        entry.origin,
        entry.method,
        entry.grams,
      ],
    );
  }

  /** @param by how often, with its sign, the visits are to count */
  async addDropOffs(tx: Transaction, stationId: string, count: DropOffCount, by: 1 | -1): Promise<void> {
    const { localDate, containerId, stream, fraction, dropOffs } = count;
    await tx.query(
      `INSERT INTO ${this.tables.drop_off_counts} AS counts (${CELL}, drop_offs)
       SELECT $1, grain, starts_on, $3, $4, $5, $6 FROM ${GRAINS}
       ON CONFLICT (${CELL}) DO UPDATE SET drop_offs = counts.drop_offs + excluded.drop_offs`,
      [stationId, localDate, containerId, stream, fraction, dropOffs * by],
    );
  }

  async markSpread(tx: Transaction, weighingId: string): Promise<void> {
    await tx.query(`INSERT INTO ${this.tables.spread_weighings} VALUES ($1) ON CONFLICT DO NOTHING`, [weighingId]);
  }

  /**
   * Whole months come from the months' sums, the days before and after them from the days'. A weighing whose rows lie on several
   * days counts its visits where its net within the period and the range is above zero.
   */
  sums(db: Pick<Transaction, 'query'>, range: DateRange, by: Period): Promise<TonnageRow[]> {
    const { entries, spread_weighings: spread } = this.tables;
    const bound = new BoundValues();
    const [putIn, takenOut] = [bound.add(FIGURES.grams.kinds), bound.add(FIGURES.takenOutGrams.kinds)];
    const ofRange = [this.inRange('gram_sums', range, by, bound), this.inRange('drop_off_counts', range, by, bound)];
    return db.query<TonnageRow>(
      `WITH kilos AS (
         SELECT date_trunc('${by}', starts_on::timestamp) AS period, station_id, stream, fraction,
                coalesce(sum(grams) FILTER (WHERE kind = ANY(${putIn})), 0)::bigint AS put_in,
                coalesce(-sum(grams) FILTER (WHERE kind = ANY(${takenOut})), 0)::bigint AS taken_out,
                coalesce(sum(grams) FILTER (WHERE kind = ANY(${putIn}) AND quality = 'uncertain'), 0)::bigint AS uncertain
         FROM ${ofRange[0]} WHERE quality <> 'quarantine' GROUP BY 1, 2, 3, 4),
       spread AS (
         SELECT date_trunc('${by}', local_date::timestamp) AS period, station_id, stream, fraction,
                sum(grams) FILTER (WHERE kind = ANY(${putIn})) AS put_in,
                (array_agg(cardinality(visit_ids) ORDER BY revision DESC))[1] AS drop_offs
         FROM ${entries} JOIN ${spread} USING (weighing_id)
         WHERE local_date BETWEEN ${bound.add(range.from)} AND ${bound.add(range.to)} AND quality <> 'quarantine'
           ${atStation(range, bound)}
         GROUP BY 1, 2, 3, 4, weighing_id),
       counts AS (
         SELECT period, station_id, stream, fraction, sum(drop_offs) AS drop_offs FROM (
           SELECT date_trunc('${by}', starts_on::timestamp) AS period, station_id, stream, fraction, drop_offs
           FROM ${ofRange[1]}
           UNION ALL
           SELECT period, station_id, stream, fraction, drop_offs FROM spread WHERE put_in > 0) AS each
         GROUP BY 1, 2, 3, 4)
       SELECT to_char(period, '${PERIOD_FORMATS[by]}') AS period, station_id AS "stationId", stream, fraction, put_in AS grams,
              taken_out AS "takenOutGrams", coalesce(drop_offs, 0)::bigint AS "dropOffs", uncertain AS "uncertainGrams"
       FROM kilos LEFT JOIN counts USING (period, station_id, stream, fraction)
       WHERE put_in <> 0 OR taken_out <> 0 OR uncertain <> 0 OR drop_offs <> 0
       ORDER BY 1, 2, 3, 4`,
      bound.values,
      this.nameOf('sums', range, by),
    );
  }

  /** What the range's kilos consist of; quarantine too. */
  byKind(db: Pick<Transaction, 'query'>, range: DateRange): Promise<KindSum[]> {
    const bound = new BoundValues();
    return db.query<KindSum>(
      `SELECT stream, kind, quality, origin, method, sum(grams)::bigint AS grams
       FROM ${this.inRange('gram_sums', range, 'year', bound)}
       GROUP BY 1, 2, 3, 4, 5 HAVING sum(grams) <> 0 ORDER BY 1, 2, 3, 4, 5`,
      bound.values,
      this.nameOf('kinds', range, 'year'),
    );
  }

  /** The range's kilos twice, read in one piece: by period (`part` null) and by the parts of the split (`period` null). */
  keyed(db: Pick<Transaction, 'query'>, range: DateRange, by: Period, split?: Split): Promise<KeyedSum[]> {
    const bound = new BoundValues();
    return db.query<KeyedSum>(
      `SELECT period, part, stream, kind, quality, sum(grams)::bigint AS grams
       FROM (SELECT to_char(starts_on, '${PERIOD_FORMATS[by]}') AS period, ${split ? SPLIT_COLUMNS[split] : "''"} AS part,
                    stream, kind, quality, grams
             FROM ${this.inRange('gram_sums', range, by, bound)}) AS told
       GROUP BY GROUPING SETS ((period, stream, kind, quality), (part, stream, kind, quality)) ORDER BY 1, 2, 3, 4, 5`,
      bound.values,
      this.nameOf(`keyed by ${split ?? 'nothing'}`, range, by),
    );
  }

  /** Says all that the statement's text depends on. */
  private nameOf(question: string, range: DateRange, by: Period): string {
    const grains = sumPieces(range.from, range.to, by).map(({ grain }) => grain);
    return [question, this.tables.gram_sums, by, ...grains, range.stationId === null ? 'all' : 'one'].join(' ');
  }

  private inRange(table: 'gram_sums' | 'drop_off_counts', range: DateRange, by: Period, bound: BoundValues): string {
    return `(${inPieces(this.tables[table], sumPieces(range.from, range.to, by), range, bound)}) AS in_range`;
  }
}
