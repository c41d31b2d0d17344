import { quantised } from '../load-cell';
import { ReportingRhythm } from '../reporting-rhythm';
import { SeededRandom } from '../seeded-random';
import {
  type CorpusCase,
  type CorpusReading,
  type CorpusVisit,
  type Expectation,
  NOISE_CLASSES,
  type NoiseClass,
} from './corpus-case';

/** What acts on the cells beside the goods, in grams, at a second of the story. */
export type Disturbance = (second: number) => number;
/** What becomes of a reading on its way; null is lost. */
export type Mishap = (reading: CorpusReading, second: number) => CorpusReading | null;

export interface VisitPlan {
  atS: number;
  /** From opening to closing. */
  staySeconds?: number;
  /** What is put in (+) and taken out (−), one after the other. */
  grams: number[];
  /** 70 kg by default; 0 stays outside. */
  personGrams?: number;
  expected?: Expectation;
  closedBy?: CorpusVisit['closedBy'];
  /** When the door is said to have closed, if not when it did. */
  reportedClosedS?: number;
  /** When it is said to have opened. */
  reportedOpenedS?: number;
}

const START_MS = Date.UTC(2026, 10, 20, 8);
const WARM_UP_S = 3_600;
const COOL_DOWN_S = 1_500;
const MISSING_SHARE = 0.03;
const WHITE_SHARE = 0.6;
const MEMORY = 0.9;
const CREEP_SHARE = 0.0003;
const CREEP_S = 600;
const MAX_GRAMS = 3_000_000;

/** Plays a container's story second by second: loads, people, weather, noise and mishaps. Seeded; times are seconds from the start. */
export class Story {
  readonly random: SeededRandom;
  readonly visits: VisitPlan[] = [];
  private readonly loads: { atS: number; grams: number }[] = [];
  private readonly disturbances: Disturbance[] = [];
  private readonly mishaps: Mishap[] = [];
  startGrams: number;
  endS = 0;
  maxGrams = MAX_GRAMS;
  arrival: (readings: CorpusReading[]) => CorpusReading[] = (readings) => readings;

  constructor(
    readonly family: string,
    readonly noise: NoiseClass,
    readonly seed: number,
  ) {
    this.random = new SeededRandom(hashOf(`${family}/${noise}/${seed}`));
    this.startGrams = this.between(150_000, 900_000);
  }

  /** @returns an integer of the closed range. */
  between(low: number, high: number): number {
    return low + this.random.integer(high - low + 1);
  }

  chance(share: number): boolean {
    return this.random.uniform() < share;
  }

  visit(plan: VisitPlan): VisitPlan {
    const stay = plan.staySeconds ?? 90;
    const person = plan.personGrams ?? this.between(45_000, 100_000);
    const [inS, outS] = [plan.atS + Math.min(4, stay / 5), plan.atS + stay - Math.min(4, stay / 5)];
    if (person > 0) this.stands(inS, outS, person);
    plan.grams.forEach((grams, index) => {
      this.load(inS + ((outS - inS) * (index + 1)) / (plan.grams.length + 1), grams);
    });
    this.visits.push(plan);
    this.endS = Math.max(this.endS, plan.atS + stay, plan.reportedClosedS ?? 0);
    return plan;
  }

  /** From now on there is so much more, or less, on the scale. */
  load(atS: number, grams: number): void {
    this.loads.push({ atS, grams });
  }

  disturb(disturbance: Disturbance): void {
    this.disturbances.push(disturbance);
  }

  mishap(mishap: Mishap): void {
    this.mishaps.push(mishap);
  }

  /** A living weight: it moves. */
  stands(fromS: number, untilS: number, grams: number): void {
    const sway = this.between(2, 9);
    const phase = this.random.uniform() * 6;
    this.disturb((second) =>
      second >= fromS && second < untilS
        ? grams + Math.round(grams * 0.03 * Math.sin(second / sway + phase) + 600 * Math.sin(second * 2.3 + phase))
        : 0,
    );
  }

  /** Somebody leans on the container: so and so heavy, and never still. */
  leans(fromS: number, untilS: number): void {
    const steps = Array.from({ length: Math.max(Math.ceil(untilS - fromS), 1) }, () => this.between(-4_000, 4_000));
    const base = this.between(8_000, 30_000);
    this.disturb((second) =>
      second >= fromS && second < untilS ? base + (steps[Math.floor(second - fromS)] ?? 0) : 0,
    );
  }

  /** A dead weight: a trolley, a bicycle, a heap of bags. */
  rests(fromS: number, untilS: number, grams: number): void {
    this.disturb((second) => (second >= fromS && second < untilS ? grams : 0));
  }

  done(): CorpusCase {
    const { family, noise, seed, maxGrams } = this;
    const { resolutionGrams } = NOISE_CLASSES[noise];
    const readings = this.arrival(this.play());
    return { family, noise, seed, resolutionGrams, maxGrams, readings, visits: this.told() };
  }

  private told(): CorpusVisit[] {
    return this.visits.map((plan, index) => ({
      visitId: `${this.family}-${this.noise}-${this.seed}-${index}`,
      openedAtMs: atMs(plan.reportedOpenedS ?? plan.atS),
      closedAtMs: atMs(plan.reportedClosedS ?? plan.atS + (plan.staySeconds ?? 90)),
      closedBy: plan.closedBy ?? 'doors',
      grams: plan.grams.reduce((sum, grams) => sum + grams, 0),
      expected: plan.expected ?? 'ok',
    }));
  }

  private play(): CorpusReading[] {
    const { sigmaGrams, resolutionGrams } = NOISE_CLASSES[this.noise];
    const rhythm = new ReportingRhythm(resolutionGrams);
    const noise = new CellNoise(sigmaGrams, this.random);
    const loads = [...this.loads].sort((one, other) => one.atS - other.atS);
    const readings: CorpusReading[] = [];
    let [load, creep] = [this.startGrams, this.startGrams * CREEP_SHARE];
    for (let second = -WARM_UP_S; second < this.endS + COOL_DOWN_S; second += 1) {
      for (; loads[0] && loads[0].atS <= second; loads.shift()) load += loads[0].grams;
      creep += (load * CREEP_SHARE - creep) / CREEP_S;
      const disturbed = this.disturbances.reduce((sum, disturbance) => sum + disturbance(second), load + creep);
      const grams = quantised(disturbed + noise.next(), resolutionGrams);
      const reading = this.reading(second, grams, rhythm.reports(atMs(second), grams));
      if (reading) readings.push({ ...reading, seq: readings.length + 1 });
    }
    return readings;
  }

  private reading(second: number, grams: number, isReported: boolean): CorpusReading | null {
    if (!isReported || this.chance(MISSING_SHARE)) return null;
    const boot = `boot-${this.seed}`;
    let reading: CorpusReading | null = {
      boot,
      seq: 0,
      atMs: atMs(second),
      grams,
      status: 'ok',
      tareEpoch: 0,
      temperature: 4,
    };
    for (const mishap of this.mishaps) reading = reading && mishap(reading, second);
    return reading;
  }
}

/** White noise, noise with a memory, and now and then a bump. */
class CellNoise {
  private remembered = 0;
  private bump = { left: 0, grams: 0 };

  constructor(
    private readonly sigmaGrams: number,
    private readonly random: SeededRandom,
  ) {}

  next(): number {
    const pink = this.sigmaGrams * Math.sqrt(1 - WHITE_SHARE ** 2);
    this.remembered = MEMORY * this.remembered + pink * Math.sqrt(1 - MEMORY ** 2) * this.random.gaussian();
    if (this.bump.left > 0) this.bump.left -= 1;
    else if (this.random.uniform() < 1 / 900) {
      this.bump = { left: 3 + this.random.integer(15), grams: (this.random.uniform() - 0.5) * 6_000 };
    }
    const bump = this.bump.left > 0 ? this.bump.grams * (0.7 + 0.6 * this.random.uniform()) : 0;
    return this.remembered + WHITE_SHARE * this.sigmaGrams * this.random.gaussian() + bump;
  }
}

/** @returns epoch milliseconds of a second of the story. */
export function atMs(second: number): number {
  return START_MS + Math.round(second * 1_000);
}

function hashOf(text: string): number {
  return (
    [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619), 2_166_136_261) >>> 0
  );
}
