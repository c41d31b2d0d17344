import { Inject, Injectable } from '@nestjs/common';
import { type AttemptState } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type PlacedDoor } from './station.store';

const LINES_PER_DOOR = 5;

/** What came of one attempt, as administrators of Oslonøkkelen may read it. */
export interface AttemptLine {
  door_id: string;
  requested_at: Date;
  state: AttemptState;
  reason: string | null;
}

@Injectable()
export class ManifestStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Rises when the content differs, never falls; one row, locked until it is read, for all replicas and restarts. */
  versionOf(contentHash: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO manifest_version (version, content_hash) VALUES (1, $1)
         ON CONFLICT (only_row) DO UPDATE SET version = manifest_version.version + 1, content_hash = excluded.content_hash
           WHERE manifest_version.content_hash <> excluded.content_hash`,
        [contentHash],
      );
      const [row] = await tx.query<{ version: number }>('SELECT version FROM manifest_version');
      return row!.version;
    });
  }

  /** The newest attempts of each door since then, oldest first. */
  attemptsSince(since: Date, places: readonly PlacedDoor[]): Promise<AttemptLine[]> {
    return this.database.query<AttemptLine>(
      `SELECT place.door_id, attempt.* FROM unnest($1::text[], $2::text[]) AS place (station_id, door_id)
       CROSS JOIN LATERAL (
         SELECT requested_at, state, reason FROM attempts
         WHERE station_id = place.station_id AND door_id = place.door_id AND requested_at > $3
         ORDER BY requested_at DESC LIMIT ${LINES_PER_DOOR}
       ) attempt
       ORDER BY requested_at`,
      [places.map(({ station }) => station.stationId), places.map(({ door }) => door.id), since],
    );
  }
}
