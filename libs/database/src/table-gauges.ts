import { Gauge, register } from 'prom-client';
import { type Database } from './database';

/** By the metric's name: what it tells, and a query of one row whose `value` is the figure, or null where there is none. */
export type TableFigures = Readonly<Record<string, { help: string; sql: string }>>;

/** Offers figures of a service's tables as metrics, asked for when somebody looks; while the database doesn't answer they are absent. */
export function offerTableGauges(database: Database, figures: TableFigures): void {
  for (const [name, { help, sql }] of Object.entries(figures)) {
    register.removeSingleMetric(name);
    const gauge = new Gauge({
      name,
      help,
      collect: async () => {
        const [row] = await database.query<{ value: number | null }>(sql).catch(() => []);
        if (row && row.value !== null) gauge.set(row.value);
        else gauge.reset();
      },
    });
  }
}
