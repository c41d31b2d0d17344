import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  DropOffRecorded,
  type HistoryFault,
  type HistoryImport,
  type ImportHistory,
  MOST_HISTORY_FAULTS,
  NO_CONTAINER,
  ok,
  OPERATOR_ROLES,
  type Outcome,
} from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { fractionCodeOf } from '../domain/fraction-code';
import { identifyRows } from '../domain/history-identity';
import { type HistoryRow } from '../domain/history-row';
import { refusalFor, unknownStation } from '../domain/may-enter';
import { middleOfDay } from '../domain/middle-of-day';
import { StationZoneStore } from '../station-zone.store';
import { HistoryStore, type KnownRow } from './history.store';
import { readHistoryFile } from './read-history-file';

interface NamedRow {
  entryId: string;
  row: HistoryRow;
}

/** Books a file of kilos from before the scales, all rows or none, each once. */
@Injectable()
export class ImportHistoryHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(HistoryStore) private readonly history: HistoryStore,
    @Inject(StationZoneStore) private readonly zones: StationZoneStore,
    @Inject(Outbox) private readonly outbox: Outbox,
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
      const ids = identifyRows(stationId, request.source, file.rows);
      const named = file.rows.map((row, index) => ({ row, entryId: ids[index] as string }));
      const known = await this.history.known(tx, ids);
      const faults = [...file.faults, ...changedRows(named, known)].sort((one, other) => one.row - other.row);
      const news = named.filter(({ entryId }) => !known.has(entryId));
      const dates = [...new Set(news.map(({ row }) => row.localDate))];
      const result: HistoryImport = {
        dryRun: request.dryRun,
        rows: file.rowCount,
        newRows: news.length,
        knownRows: named.length - news.length,
        newGrams: news.reduce((sum, { row }) => sum + row.grams, 0),
        faultCount: faults.length,
        faults: faults.slice(0, MOST_HISTORY_FAULTS),
        overlappingDates: await this.history.countedDates(tx, stationId, dates),
      };
      if (request.dryRun) return ok(result);
      if (faults.length > 0) return denied('faulty_rows', refusalText(faults.length), { ...result });
      if (news.length > 0) await this.book(tx, { request, timeZone, news, result });
      return ok(result);
    });
  }

  private async book(tx: Transaction, { request, timeZone, news, result }: Booking): Promise<void> {
    const entering = { recordedAt: this.clock.now(), author: request.author.subject };
    const dates = new Set(news.map(({ row }) => row.localDate));
    const instants = new Map([...dates].map((date) => [date, middleOfDay(date, timeZone).toISOString()]));
    const entries = news.map(({ entryId, row }) => {
      return entryOf(row, { entryId, request, at: instants.get(row.localDate) as string });
    });
    await this.history.append(tx, entries, entering);
    await this.history.note(tx, { ...request, ...result }, entering);
    await this.outbox.appendAll(tx, DropOffRecorded, entries);
  }
}

interface Booking {
  request: ImportHistory;
  timeZone: string;
  news: readonly NamedRow[];
  result: HistoryImport;
}

function entryOf(
  { localDate, stream, fraction, grams, method, origin }: HistoryRow,
  { entryId, request, at }: { entryId: string; request: ImportHistory; at: string },
): DropOffRecorded {
  const fractionCode = fractionCodeOf(fraction);
  return {
    ...{ entryId, weighingId: entryId, kind: 'import', stationId: request.stationId, containerId: NO_CONTAINER },
    ...{ stream, fraction, visitIds: [], at, localDate, grams },
    ...{ quality: 'ok', reason: request.reason, method, origin, revision: 1 },
    ...(fractionCode !== null && { fractionCode }),
  };
}

/** A row that was imported before under this id with other content: which of the two is right, a person has to say. */
function changedRows(named: readonly NamedRow[], known: ReadonlyMap<string, KnownRow>): HistoryFault[] {
  return named.flatMap(({ entryId, row }) => {
    const before = known.get(entryId);
    if (!before) return [];
    const columns = ['localDate', 'stream', 'fraction', 'grams', 'method', 'origin'] as const;
    const changed = columns.filter((column) => before[column] !== row[column]);
    if (changed.length === 0) return [];
    const message = `Raden er importert før med andre verdier (${changed.join(', ')}). Rett den i hovedboken i stedet.`;
    return [{ row: row.row, column: 'id', code: 'changed', message }];
  });
}

function refusalText(faults: number): string {
  return `Filen har ${faults} feil, og ingenting er importert. Rett dem og send filen på nytt.`;
}
