import { type DropOffRecorded } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type WeighingRow } from './domain/weighing-tally';
import { type ReadModelTables } from './read-model-tables';

/** The copies of the ledger's rows. */
export class EntryStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** @returns false for a row that is here already; it stays as it is: rows never change. */
  async add(tx: Transaction, entry: DropOffRecorded): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO ${this.tables.entries}
         (entry_id, weighing_id, revision, local_date, station_id, container_id, stream, fraction,
          kind, quality, origin, method, reason, grams, visit_ids)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING RETURNING 1`,
      [
        entry.entryId,
        entry.weighingId,
        entry.revision,
        entry.localDate,
        entry.stationId,
        entry.containerId,
        entry.stream,
        entry.fraction,
        entry.kind,
        entry.quality,
        entry.origin,
        entry.method,
        entry.reason,
        entry.grams,
        entry.visitIds,
      ],
    );
    return added.length > 0;
  }

  ofWeighing(tx: Transaction, weighingId: string): Promise<WeighingRow[]> {
    return tx.query<WeighingRow>(
      `SELECT container_id AS "containerId", stream, fraction, local_date AS "localDate", kind, quality, reason, grams,
              visit_ids AS "visitIds", revision
       FROM ${this.tables.entries} WHERE weighing_id = $1`,
      [weighingId],
    );
  }
}
