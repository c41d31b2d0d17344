import { Inject, Injectable } from '@nestjs/common';
import { Database, offerTableGauges, type TableFigures } from '@selvbetjent/database';

const FIGURES: TableFigures = {
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

/** What waits in the service's outbox, and what could not be handled. */
@Injectable()
export class MessagingGauges {
  constructor(@Inject(Database) database: Database) {
    offerTableGauges(database, FIGURES);
  }
}
