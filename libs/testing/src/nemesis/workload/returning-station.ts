import { recordedDay, recordedMessages, SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { type JournalLine, type Lines } from '../history';
import { playUntilAcknowledged } from '../../play-until-acknowledged';
import { doorOf, RESOLUTION_GRAMS, scaleOf, TIME_ZONE } from '../plan';
import { type Patience } from '../patience';
import { type SentBoots } from './sent-boots';
import { type VisitCount } from './visits';

const VISITS_A_DAY = 25;
const MINUTES_BETWEEN = 5;
/** Raw readings are kept for 90 days; what it tells lies within. */
const DAYS_BACK = 80;
/** Between two days: without it they are most of what happens, and what faults strike. */
const REST_MS = 10_000;
const POLL_MS = 1_000;
const START_GRAMS = 400_000;

export interface ReturningParts {
  mqttUrl: string;
  journal: Lines<JournalLine>;
  sentBoots: SentBoots;
  now: Date;
  count: VisitCount;
  seed: number;
  patience: Patience;
}

/** A station that was cut off and now tells, day after day, what happened at it: in batches, until all is acknowledged. */
export class ReturningStation {
  private day = 0;
  private loadGrams = START_GRAMS;
  private isTelling = false;
  /** Days of which everything has been acknowledged, with their truth in grams. */
  readonly told: { date: string; grams: number; takenOutGrams: number; dropOffs: number }[] = [];

  constructor(
    readonly stationId: string,
    private readonly parts: ReturningParts,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    const givenUp = this.givenUp(isOver);
    while (!isOver() && this.day < DAYS_BACK - 1) {
      await this.tellDay(givenUp);
      await delay(REST_MS);
    }
  }

  private async tellDay(givenUp: Promise<false>): Promise<void> {
    const { count, journal, seed, sentBoots } = this.parts;
    const { stationId } = this;
    const random = new SeededRandom(seed + this.day);
    const date = this.dateOf(this.day);
    this.day += 1;
    const visits = Array.from({ length: VISITS_A_DAY }, (_, index) => ({
      at: timeOf(10 * 60 + index * MINUTES_BETWEEN),
      grams: (random.uniform() < 0.25 ? -1 : 1) * RESOLUTION_GRAMS * (5 + random.integer(100)),
    }));
    const device = { stationId, doorId: doorOf(stationId), scaleId: scaleOf(stationId) };
    const startGrams = this.loadGrams;
    this.loadGrams = visits.reduce((load, { grams }) => load + grams, startGrams);
    const noise = { seed: seed + this.day, noiseGrams: 0, resolutionGrams: RESOLUTION_GRAMS };
    const day = recordedDay({ ...device, date, timeZone: TIME_ZONE, visits, startGrams, ...noise });
    const batches = { readingsPerMessage: 1 + random.integer(140), changesPerMessage: 1 + random.integer(4) };
    for (const { openedAt, grams } of day.truth.visits) {
      const visit = (count.visits += 1);
      count.carried += 1;
      journal.add({ at: openedAt, stationId, kind: 'carried', visit, grams, by: 'past' });
    }
    sentBoots.sent(device.scaleId, { boot: day.scaleBoot, readings: day.readings });
    sentBoots.changed(device.doorId, { boot: day.doorBoot, changes: day.changes });
    const playing = this.playSurely(recordedMessages(device, day, batches));
    if (!(await Promise.race([playing, givenUp]))) return;
    sentBoots.acknowledged(device.scaleId, { boot: day.scaleBoot, seq: day.readings.length });
    const of = (sign: number): number[] => visits.map(({ grams }) => sign * grams).filter((grams) => grams > 0);
    const sum = (all: number[]): number => all.reduce((total, grams) => total + grams, 0);
    this.told.push({ date, grams: sum(of(1)), takenOutGrams: sum(of(-1)), dropOffs: of(1).length });
  }

  /** Nobody may ever acknowledge what it tells; then it is stuck, and with it the run would be. @returns false */
  private async givenUp(isOver: () => boolean): Promise<false> {
    const { patience } = this.parts;
    while (!isOver()) await delay(POLL_MS);
    await delay(patience.ms);
    if (this.isTelling) patience.stuck.push(`${this.stationId} tells a day that nobody acknowledges`);
    return false;
  }

  /** The broker may be away when it calls. @returns true */
  private async playSurely(messages: Parameters<typeof playUntilAcknowledged>[1]): Promise<true> {
    this.isTelling = true;
    for (;;) {
      try {
        await playUntilAcknowledged(this.parts.mqttUrl, messages);
        this.isTelling = false;
        return true;
      } catch {
        await delay(POLL_MS);
      }
    }
  }

  private dateOf(day: number): string {
    const today = Temporal.Instant.from(this.parts.now.toISOString()).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
    return today.subtract({ days: DAYS_BACK - day }).toString();
  }
}

function timeOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
