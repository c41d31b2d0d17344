import { type ContractClass, DropOffRecorded } from '@selvbetjent/contracts';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

type GivenEntry = Pick<DropOffRecorded, 'stationId' | 'localDate' | 'grams'> & Partial<DropOffRecorded>;

/** Books rows of the ledger and their facts together, as dropoffs does; what isn't given is a sound drop-off of a household. */
export async function bookEntry(databaseUrl: string, ...all: GivenEntry[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=dropoffs' });
  await client.connect();
  try {
    for (const given of all) await book(client, given);
  } finally {
    await client.end();
  }
}

async function book(client: Client, given: GivenEntry): Promise<void> {
  const entry: DropOffRecorded = {
    ...{ entryId: randomUUID(), weighingId: randomUUID(), revision: 1, kind: 'drop-off', containerId: 'ombruk' },
    ...{ stream: 'reuse', fraction: 'mixed-reuse', visitIds: [], at: `${given.localDate}T10:00:00.000Z` },
    ...{ quality: 'ok', reason: null, method: 'weighed', origin: 'household' },
    ...given,
  };
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO ledger (entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids, at,
                         local_date, grams, quality, reason, method, origin, author, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'system', now())`,
    [
      ...[entry.entryId, entry.weighingId, entry.revision, entry.kind, entry.stationId, entry.containerId],
      ...[entry.stream, entry.fraction, entry.visitIds, entry.at, entry.localDate, entry.grams, entry.quality],
      ...[entry.reason, entry.method, entry.origin],
    ],
  );
  await appendFact(client, DropOffRecorded, entry, entry.at);
  await client.query('COMMIT');
}

/** Puts a fact into the outbox of the schema that the client searches; its owner's relay publishes it. */
export async function appendFact<T extends { stationId: string }>(
  client: Client,
  fact: ContractClass<T>,
  body: T,
  time: string,
): Promise<void> {
  const type = String(fact);
  const source = `selvbetjent/${type.split('.')[0]}`;
  const envelope = { id: randomUUID(), source, type, time, subject: body.stationId };
  await client.query('INSERT INTO outbox (id, station_id, envelope, body) VALUES ($1, $2, $3, $4)', [
    envelope.id,
    body.stationId,
    { ...envelope, dataschema: `urn:selvbetjent:${type}`, traceparent: '' },
    body,
  ]);
}
