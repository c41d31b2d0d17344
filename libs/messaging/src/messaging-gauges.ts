import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { Gauge, register } from 'prom-client';

/** What the tables hold when somebody looks; while the database doesn't answer the figures are absent. */
const FIGURES = {
  selvbetjent_outbox_waiting: {
    help: 'Facts that wait to be published',
    sql: 'SELECT count(*)::float AS value FROM outbox WHERE published_at IS NULL',
  },
  selvbetjent_outbox_oldest_seconds: {
    help: 'Age of the oldest fact that waits to be published',
    sql: 'SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS value FROM outbox WHERE published_at IS NULL',
  },
  selvbetjent_dead_letters: {
    help: 'Facts that could not be handled and were not replayed',
    sql: 'SELECT count(*)::float AS value FROM dead_letters WHERE replayed_at IS NULL',
  },
};

@Injectable()
export class MessagingGauges {
  constructor(@Inject(Database) database: Database) {
    for (const [name, { help, sql }] of Object.entries(FIGURES)) {
      register.removeSingleMetric(name);
      const gauge = new Gauge({
        name,
        help,
        collect: async () => {
          const [row] = await database.query<{ value: number }>(sql).catch(() => []);
          if (row) gauge.set(row.value);
          else gauge.reset();
        },
      });
    }
  }
}
