import { FACTS } from '@selvbetjent/contracts';
import { Client } from 'pg';
import { type Evidence } from './evidence';

const OWNERS = [...new Set(FACTS.map(({ owner }) => owner))];
const READERS = ['access', 'dropoffs', 'tonnage'];

export type DatabaseEvidence = Pick<
  Evidence,
  | 'storedBoots'
  | 'attempts'
  | 'visits'
  | 'ledger'
  | 'entries'
  | 'told'
  | 'deadLetters'
  | 'alarms'
  | 'audit'
  | 'activities'
>;

/** What the services have written down, by the direct way. */
export async function readDatabase(databaseUrl: string): Promise<DatabaseEvidence> {
  return withClient(databaseUrl, async (client) => ({
    storedBoots: [...(await storedBoots(client)), ...(await storedDoorBoots(client))],
    attempts: await rows(client, ATTEMPTS),
    visits: await rows(client, VISITS),
    ledger: await readLedger(client),
    entries: await rows(client, ENTRIES),
    told: await rowsOfAll(client, OWNERS.map(toldBy)),
    deadLetters: await rowsOfAll(client, READERS.map(deadLettersOf)),
    alarms: await rows(client, ALARMS),
    audit: await rows(client, AUDIT),
    activities: await rows(client, ACTIVITIES),
  }));
}

export function readLedger(client: Client): Promise<Evidence['ledger']> {
  return rows(client, LEDGER);
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function rows<T>(client: Client, sql: string): Promise<T[]> {
  return (await client.query(sql)).rows as T[];
}

async function rowsOfAll<T>(client: Client, statements: readonly string[]): Promise<T[]> {
  const all: T[] = [];
  for (const sql of statements) all.push(...(await rows<T>(client, sql)));
  return all;
}

/** The numbers that we have had, and the rows there are. */
async function storedBoots(client: Client): Promise<Evidence['storedBoots']> {
  const found = await rows<{ deviceId: string; boot: string; ranges: string; rows: number; sumGrams: number }>(
    client,
    `SELECT device_id AS "deviceId", boot, stored::text AS ranges, coalesce(rows, 0)::int AS rows,
            coalesce(grams, 0)::float8 AS "sumGrams"
     FROM dropoffs.boots LEFT JOIN (SELECT device_id, boot, count(*) AS rows, sum(grams) AS grams FROM dropoffs.readings
                                    GROUP BY 1, 2) AS read USING (device_id, boot)`,
  );
  return found.map(({ ranges, ...boot }) => ({ ...boot, ...gapsIn(ranges) }));
}

/** The same of doors, whose changes carry no grams. */
async function storedDoorBoots(client: Client): Promise<Evidence['storedBoots']> {
  const found = await rows<{ deviceId: string; boot: string; ranges: string; rows: number }>(
    client,
    `SELECT door_id AS "deviceId", boot, range_agg(int8range(seq, seq + 1))::text AS ranges, count(*)::int AS rows
     FROM access.door_changes GROUP BY 1, 2`,
  );
  return found.map(({ ranges, ...boot }) => ({ ...boot, ...gapsIn(ranges), sumGrams: 0 }));
}

/** `{[1,4),[6,9)}` as PostgreSQL writes multiranges: gap 4 to 5, last 8. */
export function gapsIn(multirange: string): { gaps: { from: number; to: number }[]; lastSeq: number } {
  const ranges = [...multirange.matchAll(/\[(\d+),(\d+)\)/g)].map(
    ([, from, until]) => [Number(from), Number(until)] as const,
  );
  const gaps: { from: number; to: number }[] = [];
  let next = 1;
  for (const [from, until] of ranges) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = until;
  }
  return { gaps, lastSeq: next - 1 };
}

const ATTEMPTS = `SELECT attempt_id AS "attemptId", encode(request_hash, 'hex') AS "requestHash", command_id AS "commandId",
  door_id AS "doorId", state FROM access.attempts`;

const VISITS = `SELECT own.visit_id AS "visitId", own.station_id AS "stationId", own.opened_at AS "openedAt", own.closed_at AS "closedAt",
    copy.weighing_id AS "weighingId", own.attempt_ids::text[] AS "attemptIds"
  FROM access.visits AS own LEFT JOIN dropoffs.visits AS copy USING (visit_id) WHERE NOT own.withdrawn`;

const LEDGER = `SELECT entry_id AS "entryId", weighing_id AS "weighingId", station_id AS "stationId", local_date::text AS "localDate", kind,
  grams::float8 AS grams, quality
  FROM dropoffs.ledger ORDER BY position`;

const ENTRIES = `SELECT entry_id AS "entryId", grams::float8 AS grams FROM tonnage.entries`;

const ALARMS = `SELECT kind, station_id AS "stationId", door_id AS "doorId", visit_id AS "visitId", since,
  cleared_at IS NOT NULL AS "isCleared" FROM access.alarms`;

const AUDIT = `SELECT action, station_id AS "stationId", before, after, hash = stations.audit_hash(previous, entry) AS "isChained"
  FROM (SELECT *, audit AS entry, lag(hash) OVER (PARTITION BY station_id ORDER BY position) AS previous FROM stations.audit) AS audit
  ORDER BY position`;

const ACTIVITIES = `SELECT activity_id AS "activityId", activity->>'title' AS title FROM dropoffs.activities`;

function toldBy(owner: string): string {
  return `SELECT '${owner}' AS owner, id, station_id AS "stationId", envelope->>'type' AS type, published_at IS NOT NULL AS published,
    CASE WHEN envelope->>'type' LIKE 'stations.%' THEN '{}' ELSE body END AS body FROM ${owner}.outbox ORDER BY position`;
}

function deadLettersOf(owner: string): string {
  return `SELECT '${owner}' AS owner, type, reason FROM ${owner}.dead_letters WHERE replayed_at IS NULL`;
}
