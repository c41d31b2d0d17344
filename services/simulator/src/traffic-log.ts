import { type TrafficMessage } from '@selvbetjent/simulation';
import { Observable, Subject } from 'rxjs';

export interface TrafficLine {
  id: number;
  at: string;
  direction: 'sent' | 'received';
  topic: string;
  payload: string;
}

const KEPT_LINES = 150;
const SHOWN_CHARACTERS = 2_000;

/** The last messages of all devices. */
export class TrafficLog {
  private readonly lines: TrafficLine[] = [];
  private readonly additions = new Subject<TrafficLine>();
  private nextId = 1;

  get latest(): readonly TrafficLine[] {
    return this.lines;
  }

  get added(): Observable<TrafficLine> {
    return this.additions;
  }

  add({ at, direction, topic, payload }: TrafficMessage): void {
    const shown = payload.length > SHOWN_CHARACTERS ? `${payload.slice(0, SHOWN_CHARACTERS)}…` : payload;
    const line = { id: this.nextId, at: at.toISOString(), direction, topic, payload: shown };
    this.nextId += 1;
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    this.additions.next(line);
  }
}
