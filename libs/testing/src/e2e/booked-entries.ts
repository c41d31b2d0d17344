import { DropOffRecorded } from '@selvbetjent/contracts';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Books a row of the ledger and its fact together, as dropoffs does; what isn't given is a sound drop-off of a household. */
export async function bookEntry(
  databaseUrl: string,
  given: Pick<DropOffRecorded, 'stationId' | 'localDate' | 'grams'> & Partial<DropOffRecorded>,
): Promise<void> {
  const entry: DropOffRecorded = {
    ...{ entryId: randomUUID(), weighingId: randomUUID(), revision: 1, kind: 'drop-off', containerId: 'ombruk' },
    ...{ stream: 'reuse', fraction: 'mixed-reuse', visitIds: [], at: `${given.localDate}T10:00:00.000Z` },
    ...{ quality: 'ok', reason: null, method: 'weighed', origin: 'household' },
    ...given,
  };
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=dropoffs' });
  await client.connect();
  try {
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
    const type = String(DropOffRecorded);
    const envelope = {
      id: randomUUID(),
      source: 'selvbetjent/dropoffs',
      type,
      time: entry.at,
      subject: entry.stationId,
    };
    await client.query('INSERT INTO outbox (id, station_id, envelope, body) VALUES ($1, $2, $3, $4)', [
      envelope.id,
      entry.stationId,
      { ...envelope, dataschema: `urn:selvbetjent:${type}`, traceparent: '' },
      entry,
    ]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
