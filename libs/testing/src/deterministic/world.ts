import { type SeededRandom } from '@selvbetjent/simulation';

/**
 * Parts of the system in memory, with a virtual clock and without any chance of its own. What happens is data, so that it can
 * happen again: an event that can't be applied to the present state does nothing.
 */
export interface World<Event> {
  /** @returns what happens next; chance is only in `random` */
  next(random: SeededRandom): Event;
  apply(event: Event): void | Promise<void>;
  /** @returns what is broken now, null while everything holds; asked after each event */
  broken(): string | null;
  /** Ends all faults and lets everything come to rest. */
  settle(): void | Promise<void>;
  /** @returns what is broken although nothing is under way any more */
  brokenAtRest(): string | null;
  /** Leaves nothing behind in the process that simulates. */
  end?(): void;
}

/** A part of the system that is simulated. */
export interface Core<Event> {
  name: string;
  /** After so many events the world comes to rest, is checked, and another seed begins a new one. */
  stepsPerSeed: number;
  begin(): World<Event>;
}

/** What broke, and how to see it again. */
export interface Failure<Event> {
  core: string;
  seed: number;
  /** How many events of the seed it takes: the shortest prefix that breaks. */
  step: number;
  broken: string;
  events: Event[];
}

export interface SimulationResult<Event> {
  steps: number;
  seeds: number;
  failure: Failure<Event> | null;
}
