import { Inject, Injectable } from '@nestjs/common';
import { denied, ok, type Outcome, type StaffEntry } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type StaffWord } from '../domain/staff-lines';
import { type EnteredByStaff } from '../staff-entry.store';
import { StationZoneStore } from '../station-zone.store';
import { BookHistory } from './book-history';
import { HistoryStore } from './history.store';

/** Says what an imported row really was. No scale measured it: what isn't right is taken back, without a rest. */
@Injectable()
export class CorrectImported {
  constructor(
    @Inject(HistoryStore) private readonly history: HistoryStore,
    @Inject(BookHistory) private readonly bookHistory: BookHistory,
    @Inject(StationZoneStore) private readonly zones: StationZoneStore,
  ) {}

  async handle(
    tx: Transaction,
    { stationId, rowId, word }: { stationId: string; rowId: string; word: StaffWord },
    { entryId, author, reason }: EnteredByStaff,
  ): Promise<Outcome<StaffEntry>> {
    await this.history.lock(tx, stationId);
    const timeZone = await this.zones.find(tx, stationId);
    const imported = await this.history.find(tx, rowId);
    if (!imported || timeZone === null) return denied('not_found', 'Vi har ingen slik importert rad.');
    if (word.grams !== undefined && word.grams < 0)
      return denied('wrong_direction', 'En importert rad er kilo som kom inn. Oppgi null eller mer.');
    const { kilos } = (await this.history.standing(tx, [rowId])).get(rowId) ?? { kilos: [] };
    const { localDate, stream, fraction, method, origin, grams } = kilos[0] ?? { ...imported, grams: 0 };
    const wanted = { localDate, stream, fraction, method, origin, grams, ...word };
    const booking = { stationId, timeZone, reason, author: author.subject, staffEntryId: entryId };
    const entries = await this.bookHistory.handle(tx, [{ rowId, wanted }], booking);
    const rows = entries.map((entry) => {
      return {
        kind: entry.kind,
        containerId: entry.containerId,
        stream: entry.stream,
        fraction: entry.fraction,
        grams: entry.grams,
      };
    });
    return ok({ entryId, weighingIds: [rowId], effect: 'relabelled', rows });
  }
}
