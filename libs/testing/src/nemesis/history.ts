import { appendFileSync } from 'node:fs';
import { type HeardCommand } from './workload/commands-heard';

/** `info`: nobody knows whether it happened; at most once it did. */
export type Ending = 'ok' | 'fail' | 'info';

/** What somebody asked of the system, or what came of it. Lines with the same `id` are of the same request. */
export interface HistoryLine {
  id: number;
  op:
    'unlock' | 'close-station' | 'reopen-station' | 'record-activity' | 'read-totals' | 'obeyed' | 'fault' | 'settled';
  type: 'invoke' | Ending;
  /** Milliseconds since the run began, by a clock that never jumps. */
  atMs: number;
  /** The world's time, ISO 8601. */
  at: string;
  value: Record<string, unknown>;
}

/** What really happened outside of the system: the truth that it is compared with. */
export type JournalLine = { at: string; stationId: string } & (
  | ({ kind: 'actuation'; doorId: string; commandId: string; nonceAgeMs: number } & HeardCommand)
  /** `visit` numbers the visits of the run; grams are + into the container. */
  | { kind: 'carried'; visit: number; grams: number; by: Visitor }
  | { kind: 'leaf'; visit: number; open: boolean }
  | { kind: 'emptied'; grams: number }
);

/** How somebody came in; `past`: a recorded day of which the station tells afterwards. */
export type Visitor = 'resident' | 'key' | 'past';

/** Lines in the order in which they were written, in memory and in a file. */
export class Lines<T> {
  readonly all: T[] = [];

  constructor(private readonly path: string) {}

  add(line: T): void {
    this.all.push(line);
    appendFileSync(this.path, `${JSON.stringify(line)}\n`);
  }
}

/** Numbers requests and dates them. */
export class History {
  private lastId = 0;
  private readonly startedMs = performance.now();

  constructor(
    private readonly lines: Lines<HistoryLine>,
    private readonly now: () => Date,
  ) {}

  get all(): readonly HistoryLine[] {
    return this.lines.all;
  }

  /** @returns what ends it. */
  invoke(
    op: HistoryLine['op'],
    value: Record<string, unknown>,
  ): (type: Ending, value?: Record<string, unknown>) => void {
    const id = (this.lastId += 1);
    this.write(id, op, 'invoke', value);
    return (type, result = {}) => this.write(id, op, type, result);
  }

  note(op: HistoryLine['op'], value: Record<string, unknown>): void {
    this.write((this.lastId += 1), op, 'ok', value);
  }

  private write(id: number, op: HistoryLine['op'], type: HistoryLine['type'], value: Record<string, unknown>): void {
    const atMs = Math.round(performance.now() - this.startedMs);
    this.lines.add({ id, op, type, atMs, at: this.now().toISOString(), value });
  }
}
