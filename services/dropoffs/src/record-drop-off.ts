import { Inject, Injectable } from '@nestjs/common';
import { DropOffRecorded, type ReadingSpan, type StaffEntry } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { type Booking, bookDifference } from './domain/book-weighing';
import { fractionCodeOf } from './domain/fraction-code';
import { lineDifferences, type MeasuredBooking, type StaffLine, staffLines } from './domain/staff-lines';
import { LedgerStore } from './ledger.store';
import { type ContainerKey } from './container-key';
import { type Goods, type StaffSaying, type WeighingRecord, WeighingStore } from './weighing.store';

export type WrittenRow = StaffEntry['rows'][number];

/** What a weighing should say from now on; `wanted` null is no kilos at all. */
export interface NewWeighing extends Omit<WeighingRecord, 'revision' | 'booking' | 'staff'> {
  wanted: Booking | null;
  /** The raw readings that it rests on. */
  readings: ReadingSpan | null;
}

export interface WeighingChange {
  known: WeighingRecord | null;
  next: NewWeighing;
  /** Who entered the weighing itself; absent for what a scale measured. */
  enteredBy?: Pick<StaffSaying, 'entryId' | 'author'>;
  /** What staff say of it from now on; absent: what they said before. */
  sayings?: readonly StaffSaying[];
}

/** A row to append, with the place that it is of. */
interface Row extends ContainerKey {
  line: StaffLine;
  next: NewWeighing;
  revision: number;
  saying: Pick<StaffSaying, 'entryId' | 'author'> | null;
}

/** Brings a weighing's rows in line with what is now known and said: row, weighing and fact in the caller's transaction. */
@Injectable()
export class RecordDropOff {
  constructor(
    @Inject(LedgerStore) private readonly ledger: LedgerStore,
    @Inject(WeighingStore) private readonly weighings: WeighingStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  known(tx: Transaction, weighingIds: readonly string[]): Promise<WeighingRecord[]> {
    return this.weighings.find(tx, weighingIds);
  }

  /**
   * @param container with the goods that a weighing without rows is booked as
   * @returns the appended rows
   */
  async handle(tx: Transaction, container: ContainerKey & Goods, change: WeighingChange): Promise<WrittenRow[]> {
    const { known, next, enteredBy, sayings = known?.staff ?? [] } = change;
    const { stream, fraction }: Goods = known?.booking ?? container;
    const booking = next.wanted && { ...next.wanted, stream, fraction };
    const measured = bookDifference(known?.booking ?? null, next.wanted);
    const staff = spoken(booking, sayings);
    const rows = [
      ...measured.map((line) => ({ line: { ...line, stream, fraction }, saying: enteredBy ?? null })),
      ...saidRows(known?.staff ?? [], staff),
    ];
    const { stationId, containerId } = container;
    let revision = known?.revision ?? 0;
    for (const row of rows) {
      revision += 1;
      await this.append(tx, { ...row, stationId, containerId, next, revision });
    }
    await this.weighings.keep(tx, container, { ...next, revision, booking, staff });
    return rows.map(({ line }) => ({
      ...{ kind: line.kind, containerId, stream: line.stream, fraction: line.fraction, grams: line.grams },
    }));
  }

  private async append(tx: Transaction, { line, stationId, containerId, next, revision, saying }: Row): Promise<void> {
    const fractionCode = fractionCodeOf(line.fraction);
    const entry: DropOffRecorded = {
      entryId: randomUUID(),
      weighingId: next.weighingId,
      kind: line.kind,
      stationId,
      containerId,
      stream: line.stream,
      fraction: line.fraction,
      ...(fractionCode !== null && { fractionCode }),
      visitIds: [...line.visitIds],
      at: line.at.toISOString(),
      localDate: line.localDate,
      grams: line.grams,
      quality: line.quality,
      reason: line.reason,
      method: line.method,
      origin: 'household',
      revision,
      ...(next.readings && { readings: next.readings }),
    };
    await this.ledger.append(tx, entry, {
      recordedAt: this.clock.now(),
      author: saying?.author,
      staffEntryId: saying?.entryId,
    });
    await this.outbox.append(tx, DropOffRecorded, entry);
  }
}

function spoken(booking: MeasuredBooking | null, sayings: readonly StaffSaying[]): StaffSaying[] {
  const lines = staffLines(booking, sayings);
  return sayings.map((saying, index) => ({ ...saying, lines: lines[index] ?? [] }));
}

/** The rows that each word needs; what words that went had booked is settled by the newest one that came. */
function saidRows(
  known: readonly StaffSaying[],
  next: readonly StaffSaying[],
): { line: StaffLine; saying: StaffSaying }[] {
  const isIn = (list: readonly StaffSaying[]) => (saying: StaffSaying) =>
    list.some(({ entryId }) => entryId === saying.entryId);
  const gone = known.filter((saying) => !isIn(next)(saying));
  const heir = next.findLast((saying) => !isIn(known)(saying)) ?? gone.at(-1);
  return [...next, ...(heir && gone.includes(heir) ? [heir] : [])].flatMap((saying) => {
    const before = known.filter(({ entryId }) => entryId === saying.entryId && !gone.includes(saying));
    const booked = [...before, ...(saying === heir ? gone : [])].flatMap(({ lines }) => lines);
    const wanted = gone.includes(saying) ? [] : saying.lines;
    return lineDifferences(booked, wanted).map((line) => ({ line, saying }));
  });
}
