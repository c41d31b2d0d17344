import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { oneOf } from '../one-of';
import { type LiveStation } from './live-station';

/** What changes within ten minutes after a visit may still belong to it. */
const QUIET_MS = 11 * 60_000;
const REST_MS = 30_000;
const POLL_MS = 500;

/** The lorry: it comes when nobody has been there for a while, opens no door, and leaves the container empty. Short runs see none. */
export class Emptyings {
  constructor(
    private readonly stations: readonly LiveStation[],
    private readonly random: SeededRandom,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const free = this.stations.filter(({ isBusy }) => !isBusy);
      if (free.length > 0) await this.empty(oneOf(this.random, free), isOver);
      await delay(POLL_MS);
    }
  }

  private async empty(station: LiveStation, isOver: () => boolean): Promise<void> {
    station.isReserved = true;
    for (let waitedMs = 0; waitedMs < QUIET_MS && !isOver(); waitedMs += POLL_MS) await delay(POLL_MS);
    if (!isOver()) {
      const grams = station.container.loadGrams;
      if (grams > 0) station.container.takeOut(grams);
      station.journal({ kind: 'emptied', grams: -grams });
      await delay(REST_MS);
    }
    station.isReserved = false;
  }
}
