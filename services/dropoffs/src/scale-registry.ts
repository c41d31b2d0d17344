import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { topicFiltersOf } from '@selvbetjent/devices';
import { type ForeignScale, ScaleStore } from './scale.store';

/** Which scales there are, and word of it when that changes. */
@Injectable()
export class ScaleRegistry {
  private listener: () => void = () => undefined;
  private foreign: Promise<ForeignScale[]> | null = null;

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

  /** Topics of dialects that have none by convention, as the database has them now. */
  async foreignTopics(): Promise<string[]> {
    this.foreign = null;
    return [...new Set((await this.foreignScales()).flatMap(topicFiltersOf))].sort();
  }

  /** Kept at hand: every message of another make asks. */
  async foreignScales(): Promise<ForeignScale[]> {
    const reading = (this.foreign ??= this.scales.foreignScales());
    try {
      return await reading;
    } catch (error) {
      if (this.foreign === reading) this.foreign = null;
      throw error;
    }
  }
}
