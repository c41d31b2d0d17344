import type { Phrase } from './phrases';

export type State = 'open' | 'closed' | 'unknown';

/** Minutes after midnight, half-open, the end up to 2880. */
export type Span = [start: number, end: number];

/** A rule as it is meant and as it is written, made together. */
export interface SlowRule {
  separator: '; ' | ', ' | ' || ';
  /** All of them; none: every day. */
  when: Phrase[];
  spans: Span[];
  state: State;
  text: string;
}

export interface SlowClosure {
  /** Epoch milliseconds, half-open. */
  from: number;
  until: number;
  appliesTo: 'residents' | 'everyone';
  container: boolean;
}

export interface SlowSchedule {
  timeZone: string;
  versions: { validFrom: string; rules: SlowRule[] }[];
  exceptions: { date: string; rules: SlowRule[] }[];
  closures: SlowClosure[];
  container: SlowRule[] | null;
  audience: 'residents' | 'staff';
}
