import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  type HistoryImport,
  type ImportHistory,
  MOST_HISTORY_CHANGES,
  MOST_HISTORY_FAULTS,
  ok,
  OPERATOR_ROLES,
  type Outcome,
} from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { type ComparedFile, type ComparedRow, compareHistory } from '../domain/history-identity';
import { refusalFor, unknownStation } from '../domain/may-enter';
import { type Kilos } from '../domain/settle-kilos';
import { StationZoneStore } from '../station-zone.store';
import { BookHistory } from './book-history';
import { HistoryStore } from './history.store';
import { type HistoryFile, readHistoryFile } from './read-history-file';

/** Books a file of kilos from before the scales, all rows or none, each once; a file sent again changes only what it says otherwise. */
@Injectable()
export class ImportHistoryHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(HistoryStore) private readonly history: HistoryStore,
    @Inject(StationZoneStore) private readonly zones: StationZoneStore,
    @Inject(BookHistory) private readonly bookHistory: BookHistory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: ImportHistory): Promise<Outcome<HistoryImport>> {
    const { author, stationId } = request;
    const refusal = refusalFor(author, stationId, OPERATOR_ROLES);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      const timeZone = await this.zones.find(tx, stationId);
      if (timeZone === null) return unknownStation(stationId);
      await this.history.lock(tx, stationId);
      const text = await this.history.take(tx, { ...request, author: author.subject });
      if (text === null) return denied('incomplete', 'Filen kom ikke hel fram. Send den på nytt.');
      const file = readHistoryFile(text, localDateOf(this.clock.now(), timeZone));
      const compared = compareHistory(request, file.rows, await this.history.imported(tx, request));
      const result = await this.resultOf(tx, request, { file, compared });
      if (request.dryRun)
        return ok({ ...result, lines: compared.rows.map(({ row, state }) => ({ row: row.row, state })) });
      if (result.faultCount > 0) return denied('faulty_rows', refusalText(result.faultCount), { ...result });
      await this.book(tx, { request, timeZone, result, compared });
      return ok(result);
    });
  }

  private async resultOf(
    tx: Transaction,
    { stationId, dryRun }: ImportHistory,
    { file, compared }: { file: HistoryFile; compared: ComparedFile },
  ): Promise<ImportResult> {
    const [news, changed] = [inState(compared, 'new'), inState(compared, 'changed')];
    const standing = await this.history.standing(
      tx,
      changed.map(({ rowId }) => rowId),
    );
    const gramsOf = (rowId: string): number => sumOf(standing.get(rowId)?.kilos ?? []);
    const dates = [...new Set([...news, ...changed].map(({ row }) => row.localDate))];
    return {
      dryRun,
      rows: file.rowCount,
      newRows: news.length,
      knownRows: inState(compared, 'unchanged').length,
      newGrams: sumOf(news.map(({ row }) => row)),
      changedRows: changed.length,
      changedGrams: changed.reduce((sum, { row, rowId }) => sum + row.grams - gramsOf(rowId), 0),
      changes: changed.slice(0, MOST_HISTORY_CHANGES).map(({ row, rowId, before }) => {
        const last = { ...kilosOf(before ?? row), grams: gramsOf(rowId) };
        return { row: row.row, before: standing.get(rowId)?.kilos[0] ?? last, after: kilosOf(row) };
      }),
      missingRows: compared.missing.length,
      faultCount: file.faults.length,
      faults: file.faults.slice(0, MOST_HISTORY_FAULTS),
      overlappingDates: await this.history.countedDates(tx, stationId, dates),
    };
  }

  private async book(tx: Transaction, { request, timeZone, result, compared }: Import): Promise<void> {
    const { author, stationId, reason } = request;
    const news = compared.rows.filter(({ state }) => state !== 'unchanged');
    if (news.length === 0) return;
    const rows = news.map(({ rowId, row }) => ({ rowId, wanted: row }));
    await this.bookHistory.handle(tx, rows, { stationId, timeZone, reason, author: author.subject });
    const kept = news.map(({ rowId, row }) => ({ ...kilosOf(row), rowId, hasReference: row.externalId !== null }));
    await this.history.keep(tx, request, kept);
    await this.history.note(tx, { ...request, ...result }, { recordedAt: this.clock.now(), author: author.subject });
  }
}

type ImportResult = HistoryImport & Required<Pick<HistoryImport, 'changedRows' | 'changedGrams'>>;

interface Import {
  request: ImportHistory;
  timeZone: string;
  result: ImportResult;
  compared: ComparedFile;
}

function inState({ rows }: ComparedFile, state: ComparedRow['state']): ComparedRow[] {
  return rows.filter((row) => row.state === state);
}

function sumOf(kilos: readonly Pick<Kilos, 'grams'>[]): number {
  return kilos.reduce((sum, { grams }) => sum + grams, 0);
}

function kilosOf({ localDate, stream, fraction, grams, method, origin }: Kilos): Kilos {
  return { localDate, stream, fraction, grams, method, origin };
}

function refusalText(faults: number): string {
  return `Filen har ${faults} feil, og ingenting er importert. Rett dem og send filen på nytt.`;
}
