import { Inject, Injectable } from '@nestjs/common';
import {
  type AuditPage,
  denied,
  type ListAudit,
  type ListHistory,
  mayActFor,
  ok,
  OPERATOR_ROLES,
  type Outcome,
  unknownCursor,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { type AuditQuestion, AuditStore } from '../audit.store';
import { refusalFor, unknownStation } from '../domain/may-change';
import { undoneHours } from '../domain/undone-hours';
import { StationStore } from '../station.store';

/** Who changed what, when, from what to what; newest first. */
@Injectable()
export class ListAuditHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditStore) private readonly audit: AuditStore,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Of one station, for its staff. */
  async history({ author, ...question }: ListHistory): Promise<Outcome<AuditPage>> {
    const refusal = refusalFor(author, question.stationId);
    if (refusal) return refusal;
    const station = await this.stations.find(this.database, question.stationId);
    return station ? this.page(question) : unknownStation(question.stationId);
  }

  /** Of one station or all, for operators. */
  async all({ author, ...question }: ListAudit): Promise<Outcome<AuditPage>> {
    if (mayActFor(author, question.stationId ?? '*', OPERATOR_ROLES)) return this.page(question);
    return denied('forbidden', 'Du har ikke tilgang til endringsloggen.');
  }

  /** One row more than asked for shows whether a page follows. */
  private async page(question: AuditQuestion): Promise<Outcome<AuditPage>> {
    if (question.cursor && !(await this.audit.has(this.database, question.cursor))) return unknownCursor();
    const rows = await this.audit.list(this.database, { ...question, limit: question.limit + 1 });
    const shown = rows.slice(0, question.limit);
    const undoable = await this.undoablePositions([...new Set(shown.map(({ stationId }) => stationId))]);
    const items = shown.map((row) => ({ ...row, undoable: undoable.has(row.position) }));
    return ok({ items, next: rows.length > shown.length ? String(shown.at(-1)?.position) : null });
  }

  private async undoablePositions(stationIds: readonly string[]): Promise<Set<number>> {
    const positions = await Promise.all(stationIds.map((stationId) => this.undoablePosition(stationId)));
    return new Set(positions.filter((position) => position !== null));
  }

  private async undoablePosition(stationId: string): Promise<number | null> {
    const [station, last] = await Promise.all([
      this.stations.find(this.database, stationId),
      this.audit.lastChangeOfHours(this.database, stationId),
    ]);
    if (!station || !last) return null;
    const today = localDateOf(this.clock.now(), station.timeZone);
    return undoneHours(station, last.before, today) ? last.position : null;
  }
}
