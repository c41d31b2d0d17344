import { Inject, Injectable } from '@nestjs/common';
import { DropOffRecorded, NO_CONTAINER } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { fractionCodeOf } from '../domain/fraction-code';
import { middleOfDay } from '../domain/middle-of-day';
import { type Kilos } from '../domain/settle-kilos';
import { HistoryStore, type StandingRow } from './history.store';

/** What a row of history should say from now on; null for nothing. */
export interface NewKilos {
  rowId: string;
  wanted: Kilos | null;
}

export interface Booking {
  stationId: string;
  timeZone: string;
  /** The author's subject, their reason, and the staff entry if it is one. */
  author: string;
  reason: string;
  staffEntryId?: string;
}

/** Books rows of history: what stands of each taken back, what it should say put in its place. In the caller's transaction, which holds the station's lock. */
@Injectable()
export class BookHistory {
  constructor(
    @Inject(HistoryStore) private readonly history: HistoryStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @returns the appended rows */
  async handle(tx: Transaction, rows: readonly NewKilos[], booking: Booking): Promise<DropOffRecorded[]> {
    const standing = await this.history.standing(
      tx,
      rows.map(({ rowId }) => rowId),
    );
    const instants = new Map<string, string>();
    const atOf = (localDate: string): string => {
      const at = instants.get(localDate) ?? middleOfDay(localDate, booking.timeZone).toISOString();
      instants.set(localDate, at);
      return at;
    };
    const entries = rows.flatMap((row) => entriesOf(row, standing.get(row.rowId), { booking, atOf }));
    await this.history.append(tx, entries, { ...booking, recordedAt: this.clock.now() });
    await this.outbox.appendAll(tx, DropOffRecorded, entries);
    return entries;
  }
}

function entriesOf(
  { rowId, wanted }: NewKilos,
  standing: StandingRow | undefined,
  { booking, atOf }: { booking: Booking; atOf: (localDate: string) => string },
): DropOffRecorded[] {
  const back = (standing?.kilos ?? []).map((kilos) => ({ ...kilos, grams: 0 - kilos.grams }));
  return [...back, ...(wanted && wanted.grams !== 0 ? [wanted] : [])].map((kilos, index) => {
    const { localDate, stream, fraction, method, origin, grams } = kilos;
    const fractionCode = fractionCodeOf(fraction);
    return {
      ...{ entryId: standing ? randomUUID() : rowId, weighingId: rowId, kind: 'import', stationId: booking.stationId },
      ...{ containerId: NO_CONTAINER, stream, fraction, visitIds: [], at: atOf(localDate), localDate, grams },
      ...{ quality: 'ok', reason: booking.reason, method, origin, revision: (standing?.revision ?? 0) + index + 1 },
      ...(fractionCode !== null && { fractionCode }),
    };
  });
}
