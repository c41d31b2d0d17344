import { Inject, Injectable } from '@nestjs/common';
import { type VisitView } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type DoorChangeRow, type KnownVisit } from './domain/visits';

export interface ContainerKey {
  stationId: string;
  containerId: string;
}

export interface NewDoorChange {
  doorId: string;
  boot: string;
  seq: number;
  at: Date;
  deviceAt: Date;
  receivedAt: Date;
  open: boolean | null;
  locked: boolean | null;
  commandId: string | null;
}

interface VisitRow {
  visit_id: string;
  opened_at: Date;
  closed_at: Date | null;
  closed_by: KnownVisit['closedBy'];
  leaf_opened_at: Date | null;
  attempt_ids: string[];
  revision: number;
}

@Injectable()
export class VisitStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Serializes all news of one container until the transaction ends. */
  async lockContainer(tx: Transaction, { stationId, containerId }: ContainerKey): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('visits:' || $1 || '/' || $2, 0))`, [
      stationId,
      containerId,
    ]);
  }

  /** @returns false when the change was known. */
  async addChange(tx: Transaction, container: ContainerKey, change: NewDoorChange): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO door_changes
         (door_id, boot, seq, station_id, container_id, at, device_at, received_at, open, locked, command_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING seq`,
      [
        change.doorId,
        change.boot,
        change.seq,
        container.stationId,
        container.containerId,
        change.at,
        change.deviceAt,
        change.receivedAt,
        change.open,
        change.locked,
        change.commandId,
      ],
    );
    return rows.length > 0;
  }

  async changesSince(tx: Transaction, { stationId, containerId }: ContainerKey, since: Date): Promise<DoorChangeRow[]> {
    const rows = await tx.query<{
      door_id: string;
      seq: number;
      at: Date;
      open: boolean | null;
      locked: boolean | null;
      attempt_id: string | null;
    }>(
      `SELECT c.door_id, c.seq, c.at, c.open, c.locked, a.attempt_id
       FROM door_changes c LEFT JOIN attempts a ON a.command_id::text = c.command_id AND a.door_id = c.door_id
       WHERE c.station_id = $1 AND c.container_id = $2 AND c.at >= $3`,
      [stationId, containerId, since],
    );
    return rows.map((row) => ({
      doorId: row.door_id,
      seq: row.seq,
      at: row.at,
      open: row.open,
      locked: row.locked,
      attemptId: row.attempt_id,
    }));
  }

  /** @returns when the visit that the instant falls into began, or the instant itself. */
  async beginningOf(tx: Transaction, { stationId, containerId }: ContainerKey, instant: Date): Promise<Date> {
    const [row] = await tx.query<{ opened_at: Date | null }>(
      `SELECT min(opened_at) AS opened_at FROM visits
       WHERE station_id = $1 AND container_id = $2 AND opened_at < $3 AND NOT withdrawn
         AND (closed_at IS NULL OR closed_at >= $3)`,
      [stationId, containerId, instant],
    );
    return row?.opened_at ?? instant;
  }

  async knownSince(tx: Transaction, { stationId, containerId }: ContainerKey, since: Date): Promise<KnownVisit[]> {
    const rows = await tx.query<VisitRow>(
      `SELECT * FROM visits WHERE station_id = $1 AND container_id = $2 AND opened_at >= $3 AND NOT withdrawn ORDER BY opened_at`,
      [stationId, containerId, since],
    );
    return rows.map((row) => ({
      visitId: row.visit_id,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
      closedBy: row.closed_by,
      leafOpenedAt: row.leaf_opened_at,
      attemptIds: row.attempt_ids,
      revision: row.revision,
    }));
  }

  async save(
    tx: Transaction,
    { stationId, containerId }: ContainerKey,
    visit: KnownVisit & { deadlineAt: Date },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO visits
         (visit_id, station_id, container_id, opened_at, closed_at, closed_by, attempt_ids, revision, deadline_at,
          leaf_opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (visit_id) DO UPDATE SET opened_at = excluded.opened_at, closed_at = excluded.closed_at,
         closed_by = excluded.closed_by, attempt_ids = excluded.attempt_ids, revision = excluded.revision,
         deadline_at = excluded.deadline_at, leaf_opened_at = excluded.leaf_opened_at`,
      [
        visit.visitId,
        stationId,
        containerId,
        visit.openedAt,
        visit.closedAt,
        visit.closedBy,
        visit.attemptIds,
        visit.revision,
        visit.deadlineAt,
        visit.leafOpenedAt,
      ],
    );
  }

  /** Visits that should have ended by rule before this instant, and of which nothing has been heard for ten minutes: a backlog may still end them. */
  async overdue(now: Date): Promise<(ContainerKey & { openedAt: Date })[]> {
    return this.database.query(
      `SELECT station_id AS "stationId", container_id AS "containerId", opened_at AS "openedAt"
       FROM visits WHERE closed_at IS NULL AND NOT withdrawn AND deadline_at < $1
         AND NOT EXISTS (SELECT 1 FROM door_changes AS heard
                         WHERE heard.station_id = visits.station_id AND heard.container_id = visits.container_id
                           AND heard.at >= visits.opened_at AND heard.received_at > $1::timestamptz - interval '10 minutes')
       ORDER BY deadline_at LIMIT 100`,
      [now],
    );
  }

  async withdraw(tx: Transaction, visitId: string, revision: number): Promise<void> {
    await tx.query('UPDATE visits SET withdrawn = true, revision = $2 WHERE visit_id = $1', [visitId, revision]);
  }

  async list(stationId: string, before: Date | null, limit: number): Promise<VisitView[]> {
    return this.database.query<VisitView>(
      `SELECT visit_id AS "visitId", station_id AS "stationId", container_id AS "containerId", opened_at AS "openedAt",
              closed_at AS "closedAt", closed_by AS "closedBy", attempt_ids AS "attemptIds"
       FROM visits WHERE station_id = $1 AND NOT withdrawn AND ($2::timestamptz IS NULL OR opened_at < $2)
       ORDER BY opened_at DESC LIMIT $3`,
      [stationId, before, limit],
    );
  }
}
