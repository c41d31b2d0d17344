import { Injectable } from '@nestjs/common';
import { type Author } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';

export interface AuditEntry {
  at: Date;
  author: Pick<Author, 'subject' | 'name'>;
  stationId: string;
  action: string;
  before: object;
  after: object;
}

/** Append-only: the table refuses everything else. */
@Injectable()
export class AuditStore {
  async append(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.query(
      `INSERT INTO audit (at, author_subject, author_name, station_id, action, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        entry.at,
        entry.author.subject,
        entry.author.name,
        entry.stationId,
        entry.action,
        JSON.stringify(entry.before),
        JSON.stringify(entry.after),
      ],
    );
  }
}
