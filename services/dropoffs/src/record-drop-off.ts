import { Inject, Injectable } from '@nestjs/common';
import { DropOffRecorded, type ReadingSpan } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { type Booking, bookDifference } from './domain/book-weighing';
import { fractionCodeOf } from './domain/fraction-code';
import { LedgerStore } from './ledger.store';
import { type ContainerKey } from './weighing-due.store';
import { type Goods, type WeighingRecord, WeighingStore } from './weighing.store';

/** What a weighing should say from now on; `wanted` null is no kilos at all. */
export interface NewWeighing extends Omit<WeighingRecord, 'revision' | 'booking'> {
  wanted: Booking | null;
  /** The raw readings that it rests on. */
  readings: ReadingSpan | null;
}

/** Brings a weighing's rows in line with what is now known: row, weighing and fact in the caller's transaction. */
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

  /** @param container with the goods that a weighing without rows is booked as */
  async handle(
    tx: Transaction,
    container: ContainerKey & Goods,
    { known, next }: { known: WeighingRecord | null; next: NewWeighing },
  ): Promise<void> {
    const booked = known?.booking ?? null;
    const goods: Goods = booked ?? container;
    let revision = known?.revision ?? 0;
    for (const row of bookDifference(booked, next.wanted)) {
      revision += 1;
      await this.append(tx, container, { row, goods, next, revision });
    }
    const { wanted } = next;
    const booking = wanted && { ...wanted, stream: goods.stream, fraction: goods.fraction };
    await this.weighings.keep(tx, container, { ...next, revision, booking });
  }

  private async append(
    tx: Transaction,
    { stationId, containerId }: ContainerKey,
    { row, goods, next, revision }: { row: Booking; goods: Goods; next: NewWeighing; revision: number },
  ): Promise<void> {
    const fractionCode = fractionCodeOf(goods.fraction);
    const entry: DropOffRecorded = {
      entryId: randomUUID(),
      weighingId: next.weighingId,
      kind: row.kind,
      stationId,
      containerId,
      stream: goods.stream,
      fraction: goods.fraction,
      ...(fractionCode !== null && { fractionCode }),
      visitIds: [...row.visitIds],
      at: row.at.toISOString(),
      localDate: row.localDate,
      grams: row.grams,
      quality: row.quality,
      reason: row.reason,
      method: row.method,
      origin: 'household',
      revision,
      ...(next.readings && { readings: next.readings }),
    };
    await this.ledger.append(tx, entry, { recordedAt: this.clock.now() });
    await this.outbox.append(tx, DropOffRecorded, entry);
  }
}
