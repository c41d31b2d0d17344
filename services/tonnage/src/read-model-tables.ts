const NAMES = [
  'stations',
  'entries',
  'visits',
  'attempts',
  'gram_sums',
  'drop_off_counts',
  'spread_weighings',
  'visit_hours',
  'visit_sums',
  'attempt_hours',
  'scale_hours',
  'open_days',
  'open_sums',
  'activities',
] as const;
export type ReadModelTable = (typeof NAMES)[number];

/** What the tables of one copy of the read model are called. */
export type ReadModelTables = Readonly<Record<ReadModelTable, string>>;

/** Every table, in the order in which the consumers' transactions write to them. */
export const READ_MODEL_TABLES: readonly ReadModelTable[] = NAMES;

export const LIVE = named('');
/** The copy that is built beside the live one. */
export const REBUILT = named('rebuilt_');

function named(prefix: string): ReadModelTables {
  return Object.fromEntries(NAMES.map((name) => [name, `${prefix}${name}`])) as ReadModelTables;
}

/** The statements that make them all; indexes and keys name themselves, so that a copy can take the other's place. */
export function createTables(tables: ReadModelTables): string {
  return `
    CREATE TABLE ${tables.stations} (
      station_id  text        PRIMARY KEY,
      revision    integer     NOT NULL,
      snapshot    jsonb       NOT NULL,
      received_at timestamptz NOT NULL,
      open_until  date
    );
    COMMENT ON COLUMN ${tables.stations}.open_until IS 'the last local date that open_days are kept of; null while none are';

    CREATE TABLE ${tables.entries} (
      entry_id     uuid    PRIMARY KEY,
      weighing_id  uuid    NOT NULL,
      revision     integer NOT NULL,
      local_date   date    NOT NULL,
      station_id   text    NOT NULL,
      container_id text    NOT NULL,
      stream       text    NOT NULL,
      fraction     text    NOT NULL,
      kind         text    NOT NULL,
      quality      text    NOT NULL,
      origin       text    NOT NULL,
      method       text    NOT NULL,
      reason       text,
      grams        bigint  NOT NULL,
      visit_ids    uuid[]  NOT NULL
    );
    CREATE INDEX ON ${tables.entries} (weighing_id, revision);
    COMMENT ON TABLE ${tables.entries} IS 'copies of the ledger''s rows';

    CREATE TABLE ${tables.visits} (
      visit_id     uuid        PRIMARY KEY,
      station_id   text        NOT NULL,
      container_id text        NOT NULL,
      revision     integer     NOT NULL,
      opened_at    timestamptz,
      closed_at    timestamptz,
      withdrawn    boolean     NOT NULL,
      doubts       integer     NOT NULL
    );
    COMMENT ON COLUMN ${tables.visits}.doubts IS 'weighings that name the visit and stand with another quality than ok';

    CREATE TABLE ${tables.attempts} (
      attempt_id   uuid        PRIMARY KEY,
      station_id   text        NOT NULL,
      container_id text        NOT NULL,
      revision     integer     NOT NULL,
      hour         timestamptz NOT NULL,
      ending       text        NOT NULL,
      reason       text        NOT NULL
    );

    CREATE TABLE ${tables.gram_sums} (
      station_id   text    NOT NULL,
      grain        text    NOT NULL CHECK (grain IN ('day', 'month')),
      starts_on    date    NOT NULL,
      container_id text    NOT NULL,
      stream       text    NOT NULL,
      fraction     text    NOT NULL,
      kind         text    NOT NULL,
      quality      text    NOT NULL,
      origin       text    NOT NULL,
      method       text    NOT NULL,
      grams        bigint  NOT NULL,
      entries      integer NOT NULL,
      PRIMARY KEY (station_id, grain, starts_on, container_id, stream, fraction, kind, quality, origin, method)
    );
    CREATE INDEX ON ${tables.gram_sums} (grain, starts_on);
    COMMENT ON TABLE ${tables.gram_sums} IS 'entries summed by local day, and by month';

    CREATE TABLE ${tables.drop_off_counts} (
      station_id   text    NOT NULL,
      grain        text    NOT NULL CHECK (grain IN ('day', 'month')),
      starts_on    date    NOT NULL,
      container_id text    NOT NULL,
      stream       text    NOT NULL,
      fraction     text    NOT NULL,
      drop_offs    integer NOT NULL,
      PRIMARY KEY (station_id, grain, starts_on, container_id, stream, fraction)
    );
    CREATE INDEX ON ${tables.drop_off_counts} (grain, starts_on);
    COMMENT ON TABLE ${tables.drop_off_counts} IS 'visits of the weighings whose net is above zero, without those of spread_weighings';

    CREATE TABLE ${tables.spread_weighings} (weighing_id uuid PRIMARY KEY);
    COMMENT ON TABLE ${tables.spread_weighings} IS
      'weighings with rows of several local days: whether they are drop-offs depends on the range that is asked for';

    CREATE TABLE ${tables.visit_hours} (
      station_id   text        NOT NULL,
      container_id text        NOT NULL,
      hour         timestamptz NOT NULL,
      opened       integer     NOT NULL,
      closed       integer     NOT NULL,
      doubtful     integer     NOT NULL,
      PRIMARY KEY (station_id, container_id, hour)
    );
    COMMENT ON COLUMN ${tables.visit_hours}.doubtful IS 'of the closed ones';

    CREATE TABLE ${tables.attempt_hours} (
      station_id   text        NOT NULL,
      container_id text        NOT NULL,
      hour         timestamptz NOT NULL,
      ending       text        NOT NULL,
      reason       text        NOT NULL,
      attempts     integer     NOT NULL,
      PRIMARY KEY (station_id, container_id, hour, ending, reason)
    );

    CREATE TABLE ${tables.scale_hours} (
      station_id   text        NOT NULL,
      container_id text        NOT NULL,
      hour         timestamptz NOT NULL,
      revision     integer     NOT NULL,
      minutes      bit(60)     NOT NULL,
      PRIMARY KEY (station_id, container_id, hour)
    );
    COMMENT ON COLUMN ${tables.scale_hours}.minutes IS 'a bit for each minute of the hour in which a working scale spoke; the first is minute 0';

    CREATE TABLE ${tables.activities} (
      activity_id     uuid    PRIMARY KEY,
      station_id      text    NOT NULL,
      revision        integer NOT NULL,
      cancelled       boolean NOT NULL,
      local_date      date    NOT NULL,
      programme       text,
      resident_events integer NOT NULL
    );
    CREATE INDEX ON ${tables.activities} (local_date, station_id);
    COMMENT ON TABLE ${tables.activities} IS 'whose kilos are among the entries, by weighing_id';
    ${createCompletenessTables(tables)}`;
}

/** Those that completeness is told from. */
export function createCompletenessTables(tables: ReadModelTables): string {
  return `
    CREATE TABLE ${tables.open_days} (
      station_id text           NOT NULL,
      local_date date           NOT NULL,
      open       tstzmultirange NOT NULL,
      PRIMARY KEY (station_id, local_date)
    );
    COMMENT ON TABLE ${tables.open_days} IS 'when a station was or will be open to the public; days on which it never is are absent';

    CREATE TABLE ${tables.open_sums} (
      station_id      text    NOT NULL,
      grain           text    NOT NULL CHECK (grain IN ('day', 'month')),
      starts_on       date    NOT NULL,
      open_ms         bigint  NOT NULL,
      weighed_minutes integer,
      PRIMARY KEY (station_id, grain, starts_on)
    );
    CREATE INDEX ON ${tables.open_sums} (grain, starts_on);
    COMMENT ON COLUMN ${tables.open_sums}.weighed_minutes IS
      'open minutes in which every scale of the station worked; null while nothing is known of any';

    CREATE TABLE ${tables.visit_sums} (
      station_id   text    NOT NULL,
      grain        text    NOT NULL CHECK (grain IN ('day', 'month')),
      starts_on    date    NOT NULL,
      container_id text    NOT NULL,
      closed       integer NOT NULL,
      doubtful     integer NOT NULL,
      PRIMARY KEY (station_id, grain, starts_on, container_id)
    );
    CREATE INDEX ON ${tables.visit_sums} (grain, starts_on);
    COMMENT ON TABLE ${tables.visit_sums} IS 'visit_hours summed by day and month of UTC: a visit may come before its station''s zone is known';`;
}
