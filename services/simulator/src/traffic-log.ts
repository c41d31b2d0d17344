import { type TrafficMessage } from '@selvbetjent/simulation';
import { Observable, Subject } from 'rxjs';

export interface TrafficLine {
  id: number;
  at: string;
  direction: 'sent' | 'received';
  topic: string;
  payload: string;
  /** Signs of life, weights and acknowledgements: they come all the time, whatever anybody does. */
  routine: boolean;
}

const KEPT_LINES = 150;
const SHOWN_CHARACTERS = 2_000;

/** The last messages of all devices; routine ones never push the others out. */
export class TrafficLog {
  private readonly routine: TrafficLine[] = [];
  private readonly telling: TrafficLine[] = [];
  private readonly additions = new Subject<TrafficLine>();
  private nextId = 1;

  /** In the order in which they came. */
  get latest(): readonly TrafficLine[] {
    return [...this.routine, ...this.telling].toSorted((a, b) => a.id - b.id);
  }

  get added(): Observable<TrafficLine> {
    return this.additions;
  }

  add(message: TrafficMessage): void {
    const { at, direction, topic, payload } = message;
    const shown = payload.length > SHOWN_CHARACTERS ? `${payload.slice(0, SHOWN_CHARACTERS)}…` : payload;
    const routine = isRoutine(message);
    const line = { id: this.nextId, at: at.toISOString(), direction, topic, payload: shown, routine };
    const alike = routine ? this.routine : this.telling;
    this.nextId += 1;
    alike.push(line);
    if (alike.length > KEPT_LINES) alike.shift();
    this.additions.next(line);
  }
}

function isRoutine({ topic, payload }: TrafficMessage): boolean {
  switch (topic.split('/').at(-1)) {
    case 'readings':
    case 'online':
    case 'SENSOR':
      return true;
    case 'state':
      return !payload.includes('"changes"');
    case 'ack':
      return !payload.includes('"resend"');
    default:
      return false;
  }
}
