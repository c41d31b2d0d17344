import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { oneOf } from '../one-of';
import { type WorldTime } from '../bed/world-time';
import { type LiveStation } from './live-station';

const PAUSE_MS = 25_000;
/** What changes within ten minutes after a visit may still belong to it. */
const QUIET_MS = 11 * 60_000;
const REST_MS = 14_000;

/** The lorry: it comes when nobody has been there for a while, opens no door, and leaves the container empty. */
export class Emptyings {
  constructor(
    private readonly stations: readonly LiveStation[],
    private readonly time: WorldTime,
    private readonly random: SeededRandom,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    for (let waitedMs = 0; !isOver(); waitedMs += 500) {
      await delay(500);
      const free = this.stations.filter(({ isBusy }) => !isBusy);
      if (waitedMs < PAUSE_MS || free.length === 0) continue;
      await this.empty(oneOf(this.random, free));
      waitedMs = 0;
    }
  }

  /** Time leaps for everybody, so that the run needn't wait for the quiet. */
  private async empty(station: LiveStation): Promise<void> {
    station.isReserved = true;
    this.time.leap(QUIET_MS);
    await delay(REST_MS);
    const grams = station.container.loadGrams;
    station.container.takeOut(grams);
    station.journal({ kind: 'emptied', grams: -grams });
    await delay(REST_MS);
    station.isReserved = false;
  }
}
