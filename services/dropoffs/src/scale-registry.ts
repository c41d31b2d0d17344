import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { ScaleStore } from './scale.store';

/** Which scales there are, and word of it when that changes. */
@Injectable()
export class ScaleRegistry {
  private listener: () => void = () => undefined;

  constructor(@Inject(ScaleStore) private readonly scales: ScaleStore) {}

  onChange(listener: () => void): void {
    this.listener = listener;
  }

  /** @returns false when a newer snapshot is already here. */
  async keep(tx: Transaction, station: StationChanged, receivedAt: Date): Promise<boolean> {
    const isNews = await this.scales.keep(tx, station, receivedAt);
    if (isNews) tx.afterCommit(() => this.listener());
    return isNews;
  }

  /** Topics of dialects that have none by convention. */
  foreignTopics(): Promise<string[]> {
    return this.scales.foreignTopics();
  }
}
