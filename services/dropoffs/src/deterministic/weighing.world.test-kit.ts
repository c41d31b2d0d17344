import { type SeededRandom } from '@selvbetjent/simulation';
import { type Core, FixedClock, type World } from '@selvbetjent/testing';
import { between, inOrder, type Sample } from '../domain/sample';
import { type ContainerRun, type VisitTimes } from '../domain/weigh-visits';
import { type WeighingRecord } from '../weighing.store';
import { FakeLedger, type LedgerMistakes } from './fake-ledger.test-kit';
import { type VisitFact, WeighedContainer } from './weighed-container.test-kit';
import { nextWeighingEvent, type WeighingEvent } from './weighing-events.test-kit';

/** Mistakes that this simulation must find. */
export interface WeighingMistakes extends LedgerMistakes {
  /** A reading is as old as its arrival. */
  ordersByArrival?: boolean;
}

const REST_S = 40 * 60;
const SMALLEST_GRAMS = 200;

/** A container on a scale, its visits, and the readings and facts on their way to the ledger. */
class WeighingWorld implements World<WeighingEvent> {
  private readonly container = new WeighedContainer();
  private readonly received = new Map<string, Sample>();
  private readonly heard = new Map<string, VisitFact>();
  private readonly clock = new FixedClock(new Date(0));
  private readonly ledger: FakeLedger;
  private weighed = 0;
  private fault: string | null = null;

  constructor(private readonly mistakes: WeighingMistakes) {
    this.ledger = new FakeLedger(this.clock, mistakes);
    this.container.pass(600);
  }

  next(random: SeededRandom): WeighingEvent {
    return nextWeighingEvent(random);
  }

  async apply(event: WeighingEvent): Promise<void> {
    const { container } = this;
    switch (event.name) {
      case 'pass':
        return container.pass(event.seconds);
      case 'carry':
        return container.carry(event.grams);
      case 'step':
        return container.changeBeside(event.grams);
      case 'empty':
        return container.changeBeside(-container.loadGrams);
      case 'open':
        return container.open();
      case 'close':
        return container.close();
      case 'reboot':
        return container.reboot();
      case 'send':
        return this.send(event);
      case 'hear':
        return this.hear(event);
      case 'weigh':
        return this.weigh();
    }
  }

  broken(): string | null {
    return this.fault;
  }

  async settle(): Promise<void> {
    this.container.close();
    this.container.pass(REST_S);
    for (const sample of this.container.kept) this.receive(sample);
    for (const fact of this.container.facts) this.note(fact);
    await this.weigh();
    await this.weighAgain();
    if (!this.fault) await this.compareWithCleanRun();
  }

  brokenAtRest(): string | null {
    if (this.fault || this.container.visits.length === 0) return this.fault;
    const known = this.ownWeighings();
    const first = known[0]?.fromGrams ?? null;
    if (!this.container.isRebooted && first !== null && known.every(({ fromGrams }) => fromGrams !== null)) {
      const reached = this.reachedGrams(known.at(-1));
      const left = reached - first - this.ledger.total;
      if (Math.abs(this.container.loadGrams - reached) > SMALLEST_GRAMS)
        return `load: ${this.container.loadGrams} g lie there, not ${reached}`;
      if (left !== 0) return `conserved: ${left} g are in the container and not in the ledger`;
    }
    for (const { weighingId, visitIds, booking, state } of this.ledger.weighings.values()) {
      if (state === 'dissolved' || visitIds.length === 0 || (booking && booking.quality !== 'ok')) continue;
      const visits = this.container.visits.filter(({ visitId }) => visitIds.includes(visitId));
      if (visits.some(({ isDisturbed }) => isDisturbed)) continue;
      const truth = visits.reduce((sum, { grams }) => sum + grams, 0);
      const error = this.ledger.gramsOf(weighingId) - truth;
      if (Math.abs(error) > (booking ? 0 : SMALLEST_GRAMS)) return `weighed: ${visitIds.join()} is ${error} g wrong`;
    }
    return null;
  }

  private send({ pick, count, isAcked, isReversed }: Extract<WeighingEvent, { name: 'send' }>): void {
    const from = Math.floor(pick * this.container.kept.length);
    const sent = this.container.kept.slice(from, from + count);
    if (isAcked) this.container.kept.splice(from, count);
    for (const sample of isReversed ? sent.reverse() : sent) this.receive(sample);
  }

  private receive(sample: Sample): void {
    const key = `${sample.boot}/${sample.seq}`;
    if (this.received.has(key)) return;
    this.received.set(key, this.mistakes.ordersByArrival ? { ...sample, atMs: this.container.nowMs } : sample);
  }

  private hear({ pick, comesAgain }: Extract<WeighingEvent, { name: 'hear' }>): void {
    const index = Math.floor(pick * this.container.facts.length);
    const fact = this.container.facts[index];
    if (!fact) return;
    if (!comesAgain) this.container.facts.splice(index, 1);
    this.note(fact);
  }

  /** The newest revision wins. */
  private note(fact: VisitFact): void {
    if ((this.heard.get(fact.visitId)?.revision ?? 0) < fact.revision) this.heard.set(fact.visitId, fact);
  }

  private async weigh(): Promise<void> {
    if (this.heard.size === 0) return;
    this.clock.set(new Date(this.container.nowMs));
    const before = this.ledger.rows.length;
    await this.ledger.book(this.runOf([...this.received.values()], [...this.heard.values()]));
    this.weighed += 1;
    this.checkRows(before);
    this.checkChain();
    if (this.weighed % 5 === 0) await this.weighAgain();
  }

  /** Without news there is nothing to book. */
  private async weighAgain(): Promise<void> {
    const before = this.ledger.rows.length;
    if (this.heard.size > 0) await this.ledger.book(this.runOf([...this.received.values()], [...this.heard.values()]));
    if (this.ledger.rows.length !== before) this.fault ??= 'doubled: weighing again without news booked something';
  }

  /** Everything in order and at once gives the same. */
  private async compareWithCleanRun(): Promise<void> {
    const clean = new FakeLedger(this.clock, {});
    if (this.heard.size > 0) await clean.book(this.runOf(this.container.made, [...this.heard.values()]));
    const sums = (ledger: FakeLedger): string =>
      JSON.stringify(
        [...ledger.weighings.keys()]
          .sort()
          .map((id) => [id, ledger.gramsOf(id)])
          .filter(([, grams]) => grams !== 0),
      );
    if (sums(clean) !== sums(this.ledger)) this.fault ??= 'order: the order of arrival changed the ledger';
  }

  private checkRows(from: number): void {
    const broken = this.ledger.rows.slice(from).find(({ grams }) => !Number.isInteger(grams));
    if (broken) this.fault ??= `float: ${broken.grams} is no integer`;
  }

  /** Between two loads that the scale showed, rows add up to their difference; a visit is in one weighing. */
  private checkChain(): void {
    const booked = new Map<string, number>();
    for (const { booking } of this.ledger.weighings.values()) {
      for (const visitId of booking?.visitIds ?? []) booked.set(visitId, (booked.get(visitId) ?? 0) + 1);
    }
    if ([...booked.values()].some((count) => count > 1)) this.fault ??= 'doubled: a visit is booked in two weighings';
    for (const weighing of this.ledger.weighings.values()) {
      const { weighingId, fromGrams, toGrams, state } = weighing;
      if (state === 'dissolved' && this.ledger.gramsOf(weighingId) !== 0) this.fault ??= 'dissolved: kilos of no visit';
      if (fromGrams === null || toGrams === null || state === 'waiting') continue;
      const missing = toGrams - fromGrams - this.ledger.gramsOf(weighingId);
      if (missing !== 0) this.fault ??= `chain: ${missing} g between two loads are in no row`;
    }
  }

  /** Those of visits, in their order. */
  private ownWeighings(): WeighingRecord[] {
    return [...this.ledger.weighings.values()]
      .filter(({ afterWeighingId, state }) => afterWeighingId === null && state !== 'dissolved')
      .sort((one, other) => (one.weighingId < other.weighingId ? -1 : 1));
  }

  /** The load after a weighing and what has happened since. */
  private reachedGrams(last: WeighingRecord | undefined): number {
    const events = [...this.ledger.weighings.values()].filter(
      ({ afterWeighingId }) => afterWeighingId === last?.weighingId,
    );
    return events.reduce((sum, { weighingId }) => sum + this.ledger.gramsOf(weighingId), last?.toGrams ?? 0);
  }

  private runOf(readings: readonly Sample[], facts: readonly VisitFact[]): ContainerRun {
    const samples = inOrder(readings);
    const visits = facts.map(visitOf).sort((one, other) => one.openedAtMs - other.openedAtMs);
    const opened = [...visits.map(({ openedAtMs }) => openedAtMs), Infinity];
    const closed = [-Infinity, ...visits.map(({ openedAtMs, closedAtMs }) => closedAtMs ?? openedAtMs)];
    return {
      visits,
      gaps: opened.map((openedAtMs, index) => between(samples, closed[index] ?? -Infinity, openedAtMs)),
      during: visits.map(({ openedAtMs, closedAtMs }) => between(samples, openedAtMs, closedAtMs ?? openedAtMs)),
      nextOpenedAtMs: null,
      newestReadingAtMs: samples.at(-1)?.atMs ?? null,
      lastHeardAtMs: this.container.nowMs,
      nowMs: this.container.nowMs,
      scale: { resolutionGrams: 100, maxGrams: 3_000_000 },
    };
  }
}

function visitOf({ visitId, openedAtMs, closedAtMs }: VisitFact): VisitTimes {
  return { visitId, openedAtMs, closedAtMs, closedBy: closedAtMs === null ? null : 'doors', heardAtMs: openedAtMs };
}

/** Weighing and booking, by the code that runs in the service, over readings and visits that arrive in any order. */
export function weighingCore(mistakes: WeighingMistakes = {}): Core<WeighingEvent> {
  return { name: 'weighing', stepsPerSeed: 400, begin: () => new WeighingWorld(mistakes) };
}
