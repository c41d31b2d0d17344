import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';

export interface DeadLetter {
  eventId: string;
  type: string;
  stationId: string;
  body: string;
  reason: string;
  deliveries: number;
}

/** Events that could not be handled, with the reason, kept until somebody replays them. */
@Injectable()
export class DeadLetters {
  constructor(@Inject(Database) private readonly database: Database) {}

  async add(letter: DeadLetter): Promise<void> {
    await this.database.query(
      `INSERT INTO dead_letters (event_id, type, station_id, body, reason, deliveries) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (event_id, type) DO UPDATE SET reason = excluded.reason, deliveries = excluded.deliveries, failed_at = now()`,
      [...[letter.eventId, letter.type, letter.stationId, letter.body, letter.reason].map(storable), letter.deliveries],
    );
  }
}

/** PostgreSQL's text holds everything but NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
