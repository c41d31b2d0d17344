import { type Sample } from '../domain/sample';

/** What is told of a visit; the newest revision is true. */
export interface VisitFact {
  visitId: string;
  revision: number;
  openedAtMs: number;
  closedAtMs: number | null;
}

/** What really happened, to the gram. */
interface TrueVisit {
  visitId: string;
  grams: number;
  /** Somebody changed the load beside it; such a change may be counted with the visit. */
  isDisturbed: boolean;
}

const BEGIN_MS = Date.UTC(2026, 10, 20, 9);
const PERSON_GRAMS = 70_000;
const EVERY_MS = 5_000;
const START_GRAMS = 400_000;

/** A container with its scale and door, as they truly are, and what they have to tell. */
export class WeighedContainer {
  nowMs = BEGIN_MS;
  loadGrams = START_GRAMS;
  isRebooted = false;
  readonly visits: TrueVisit[] = [];
  /** Every reading there is. */
  readonly made: Sample[] = [];
  /** Kept by the scale until they are acknowledged. */
  readonly kept: Sample[] = [];
  /** Not arrived yet. */
  readonly facts: VisitFact[] = [];
  private lastFact: VisitFact | null = null;
  private isOpen = false;
  private isNextDisturbed = false;
  private boot = 1;
  private seq = 0;

  reboot(): void {
    [this.boot, this.seq, this.isRebooted] = [this.boot + 1, 0, true];
  }

  pass(seconds: number): void {
    for (const untilMs = this.nowMs + seconds * 1_000; this.nowMs < untilMs;) {
      this.nowMs += EVERY_MS;
      this.seq += 1;
      const sample = {
        boot: `boot-${this.boot}`,
        seq: this.seq,
        tareEpoch: null,
        atMs: this.nowMs,
        grams: this.loadGrams,
      };
      this.made.push(sample);
      this.kept.push(sample);
    }
  }

  /** @returns what was really put in, or taken out: nobody takes more than there is. */
  private put(grams: number): number {
    const least = this.isOpen ? PERSON_GRAMS : 0;
    const after = Math.max(least, this.loadGrams + grams);
    const put = after - this.loadGrams;
    this.loadGrams = after;
    return put;
  }

  carry(grams: number): void {
    const visit = this.visits.at(-1);
    if (visit && this.isOpen) visit.grams += this.put(grams);
  }

  /** Something is thrown in, or taken, without a door. */
  changeBeside(grams: number): void {
    const last = this.visits.at(-1);
    if (this.isOpen) return;
    this.put(grams);
    this.isNextDisturbed = true;
    if (last) last.isDisturbed = true;
  }

  open(): void {
    if (this.isOpen) return;
    this.nowMs += 1_000;
    this.isOpen = true;
    this.loadGrams += PERSON_GRAMS;
    const visitId = `visit-${String(this.visits.length).padStart(3, '0')}`;
    this.visits.push({ visitId, grams: 0, isDisturbed: this.isNextDisturbed });
    this.isNextDisturbed = false;
    this.tell({ visitId, revision: 1, openedAtMs: this.nowMs, closedAtMs: null });
    this.pass(EVERY_MS / 1_000);
  }

  close(): void {
    const opened = this.lastFact;
    if (!this.isOpen || !opened) return;
    this.pass(EVERY_MS / 1_000);
    this.nowMs += 1_000;
    this.isOpen = false;
    this.loadGrams -= PERSON_GRAMS;
    this.tell({ ...opened, revision: 2, closedAtMs: this.nowMs });
  }

  private tell(fact: VisitFact): void {
    this.facts.push(fact);
    this.lastFact = fact;
  }
}
