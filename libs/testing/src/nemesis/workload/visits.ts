import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { RESOLUTION_GRAMS } from '../plan';
import { type Visitor } from '../history';
import { type LiveStation } from './live-station';
import { type Residents } from './residents';

const PERSON_GRAMS = 70_000;
/** A scale must stand still for ten seconds before and after a visit to be sure of it. */
const REST_MS = 14_000;
const POLL_MS = 100;
const RELOCK_HANG_MS = 30_000;

/** What all visits of a run share. */
export interface VisitCount {
  /** Visits that began. */
  visits: number;
  /** Those in which something was left or taken. */
  carried: number;
}

/** Visitors of one station, one after the other, until told to end. */
export class Visits {
  constructor(
    private readonly station: LiveStation,
    private readonly residents: Residents,
    private readonly random: SeededRandom,
    private readonly count: VisitCount,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    this.station.isBusy = true;
    await delay(REST_MS + this.random.integer(5_000));
    while (!isOver()) {
      if (this.random.uniform() < 0.4) await this.residents.pressWrongly(this.station.stationId);
      await this.visit();
      await delay(REST_MS);
      this.station.isBusy = false;
      await delay(500 + this.random.integer(4_000));
      while (this.station.isReserved) await delay(POLL_MS);
      this.station.isBusy = true;
    }
    this.station.isBusy = false;
  }

  private async visit(): Promise<void> {
    const { door, stationId } = this.station;
    const hasKey = this.random.uniform() < 0.08;
    if (hasKey) door.unlockWithKey();
    else await this.residents.press(stationId);
    await delay(400);
    if (door.openFromOutside()) await this.goIn(hasKey ? 'key' : 'resident');
  }

  private async goIn(by: Visitor): Promise<void> {
    const { station, random } = this;
    const visit = (this.count.visits += 1);
    station.journal({ kind: 'leaf', visit, open: true });
    await delay(1_000);
    station.container.lean(PERSON_GRAMS);
    await delay(1_500);
    const grams = this.carry(random.uniform() < 0.25 ? -1 : 1, RESOLUTION_GRAMS * (5 + random.integer(245)));
    if (grams !== 0) station.journal({ kind: 'carried', visit, grams, by });
    if (grams !== 0) this.count.carried += 1;
    await delay(2_000);
    station.container.lean(0);
    await delay(1_500);
    station.door.close();
    station.journal({ kind: 'leaf', visit, open: false });
    const deadline = performance.now() + RELOCK_HANG_MS;
    while (!station.door.isLocked && performance.now() < deadline) await delay(100);
  }

  private carry(sign: number, grams: number): number {
    const { container } = this.station;
    if (sign < 0) return -container.takeOut(grams);
    container.putIn(grams);
    return grams;
  }
}
