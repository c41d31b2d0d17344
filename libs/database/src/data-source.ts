import { types } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';

export interface DatabaseOptions {
  /** The service's schema; its role is `selvbetjent_<schema>`. */
  schema: string;
  /** An administrator's (schema and role are then created and the role taken), or the role's own. */
  url: string;
  migrations: (new () => MigrationInterface)[];
  /** For commands that work through everything: no statement is given up. */
  unhurried?: boolean;
}

/** The server gives up before we do, so that what failed is also undone. */
const LIMITS = '-c statement_timeout=25s -c lock_timeout=20s -c idle_in_transaction_session_timeout=60s';

const INT8 = 20;
const DATE = 1082;

/** Safe as numbers: grams, sequence numbers and counters stay far below 2^53. Dates stay text: they are the station's, not UTC's. */
const parsers = {
  getTypeParser(oid: number, format?: 'text'): unknown {
    if (oid === INT8) return Number;
    if (oid === DATE) return (text: string) => text;
    return types.getTypeParser(oid, format) as unknown;
  },
};

export function createDataSource(options: DatabaseOptions, role: string | null): DataSource {
  const asRole = role ? `-c role=${role} ` : '';
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    migrations: options.migrations,
    migrationsTableName: 'migrations',
    installExtensions: false,
    poolErrorHandler: () => undefined,
    extra: {
      max: 10,
      types: parsers,
      application_name: options.schema,
      options: `${asRole}-c search_path=${options.schema} -c timezone=UTC${options.unhurried ? '' : ` ${LIMITS}`}`,
      connectionTimeoutMillis: 5_000,
      // A link that is half open answers nothing; its connection must not be held for ever.
      ...(!options.unhurried && { query_timeout: 30_000 }),
      keepAlive: true,
    },
  });
}
