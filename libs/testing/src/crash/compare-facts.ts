import { FACTS, factType, streamName } from '@selvbetjent/contracts';
import { connect, type NatsConnection } from 'nats';
import { Client } from 'pg';

/** What somebody told against what somebody else has of it. */
export interface Compared {
  /** `access → JetStream`, or a reader. */
  way: string;
  /** A fact's type, or all that a sender told. */
  fact: string;
  told: number;
  lost: number;
  doubled: number;
  /** Of a sender: facts that stand in their stream for the first time after a later one of the same station. */
  disordered?: number;
}

/** What each owner committed against what JetStream and each reader have of it, row by row. */
export async function compareAll(system: { databaseUrl: string; natsUrl: string }): Promise<Compared[]> {
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  const nats = await connect({ servers: system.natsUrl });
  try {
    const compared: Compared[] = [];
    for (const owner of ['access', 'stations', 'dropoffs']) compared.push(await compareSender(client, nats, owner));
    for (const { way, fact, sql } of READERS) {
      const { rows } = await client.query<{ told: string; lost: string; doubled: string }>(sql);
      const [told, lost, doubled] = [rows[0]?.told, rows[0]?.lost, rows[0]?.doubled].map(Number);
      compared.push({ way, fact, told: told ?? NaN, lost: lost ?? NaN, doubled: doubled ?? NaN });
    }
    return compared;
  } finally {
    await Promise.all([client.end(), nats.close()]);
  }
}

interface OutboxFact {
  id: string;
  stationId: string;
  position: number;
}

/** Every fact of the outbox is in JetStream once, and no other; of a snapshot, the newest of each station. */
async function compareSender(client: Client, nats: NatsConnection, owner: string): Promise<Compared> {
  const columns = 'id, station_id AS "stationId", position::float8 AS position';
  const { rows } = await client.query<OutboxFact>(
    owner === 'stations'
      ? `SELECT DISTINCT ON (station_id) ${columns} FROM stations.outbox ORDER BY station_id, position DESC`
      : `SELECT ${columns} FROM ${owner}.outbox`,
  );
  const facts = new Map(rows.map((row) => [row.id, row]));
  const stored = await storedIds(nats, owner);
  const known = new Set(stored.filter((id) => facts.has(id)));
  return {
    ...{ way: `${owner} → JetStream`, fact: 'all', told: rows.length },
    lost: rows.length - known.size,
    doubled: stored.length - known.size,
    disordered: disorderedOf([...known].map((id) => facts.get(id)!)),
  };
}

/** @param facts in the order of their first appearance */
function disorderedOf(facts: readonly OutboxFact[]): number {
  const latest = new Map<string, number>();
  let count = 0;
  for (const { stationId, position } of facts) {
    const before = latest.get(stationId) ?? 0;
    if (position < before) count += 1;
    latest.set(stationId, Math.max(before, position));
  }
  return count;
}

async function storedIds(nats: NatsConnection, owner: string): Promise<string[]> {
  const manager = await nats.jetstreamManager();
  const ids: string[] = [];
  for (const stream of new Set(FACTS.filter((fact) => fact.owner === owner).map(streamName))) {
    const { state } = await manager.streams.info(stream);
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(stream, { seq }).catch(() => null);
      if (message) ids.push(message.header.get('ce-id'));
    }
  }
  return ids;
}

/** Copies of stations and visits are right when they have the owner's newest revision; an invented one counts as doubled. */
const READERS = [
  ...['access', 'dropoffs', 'tonnage'].map((reader) => ({
    way: reader,
    fact: typeOf('StationChanged'),
    sql: `SELECT (SELECT count(*) FROM stations.station) AS told,
      (SELECT count(*) FROM stations.station AS own LEFT JOIN ${reader}.stations AS copy ON copy.station_id = own.id
       WHERE copy.revision IS DISTINCT FROM own.revision) AS lost,
      (SELECT count(*) FROM ${reader}.stations WHERE station_id NOT IN (SELECT id FROM stations.station)) AS doubled`,
  })),
  ...['VisitOpened', 'VisitClosed', 'VisitWithdrawn'].map((name) => visits('dropoffs', name)),
  ...['VisitOpened', 'VisitClosed', 'VisitWithdrawn'].map((name) => visits('tonnage', name)),
  {
    way: 'tonnage',
    fact: typeOf('DropOffRecorded'),
    sql: `SELECT (SELECT count(*) FROM dropoffs.ledger) AS told,
      (SELECT count(*) FROM dropoffs.ledger AS own LEFT JOIN tonnage.entries AS copy USING (entry_id)
       WHERE copy.grams IS DISTINCT FROM own.grams) AS lost,
      (SELECT count(*) FROM tonnage.entries WHERE entry_id NOT IN (SELECT entry_id FROM dropoffs.ledger)) AS doubled`,
  },
  {
    way: 'tonnage',
    fact: typeOf('ActivityRecorded'),
    sql: `SELECT (SELECT count(*) FROM dropoffs.activities) AS told,
      (SELECT count(*) FROM dropoffs.activities AS own LEFT JOIN tonnage.activities AS copy USING (activity_id)
       WHERE copy.revision IS DISTINCT FROM own.revision) AS lost,
      (SELECT count(*) FROM tonnage.activities
       WHERE activity_id NOT IN (SELECT activity_id FROM dropoffs.activities)) AS doubled`,
  },
];

/** The visits of which this fact was told; of each the reader must have what `access` has. */
function visits(reader: string, name: string): { way: string; fact: string; sql: string } {
  const fact = typeOf(name);
  const told = `(SELECT DISTINCT (body->>'visitId')::uuid AS visit_id FROM access.outbox WHERE envelope->>'type' = '${fact}')`;
  return {
    way: reader,
    fact,
    sql: `SELECT (SELECT count(*) FROM ${told} AS told) AS told,
      (SELECT count(*) FROM ${told} AS told JOIN access.visits AS own USING (visit_id)
         LEFT JOIN ${reader}.visits AS copy USING (visit_id)
       WHERE copy.revision IS DISTINCT FROM own.revision OR copy.withdrawn IS DISTINCT FROM own.withdrawn
         OR (NOT own.withdrawn AND copy.closed_at IS DISTINCT FROM own.closed_at)) AS lost,
      (SELECT count(*) FROM ${reader}.visits WHERE visit_id NOT IN (SELECT visit_id FROM access.visits)) AS doubled`,
  };
}

function typeOf(name: string): string {
  const fact = FACTS.find(({ contract }) => contract.name === name);
  if (!fact) throw new Error(`${name} is no fact`);
  return factType(fact);
}
