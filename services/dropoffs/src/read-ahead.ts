import { parseTopic } from '@selvbetjent/devices';
import { type Confirm } from './late-pubacks';
import { type ScaleMessage } from './receive-scale-message';

export interface WaitingMessage {
  message: ScaleMessage;
  confirm: Confirm;
}

/** Of payloads: so much waits in memory before we stop reading from the broker. */
const MAX_WAITING_BYTES = 48 * 1024 * 1024;
/** Of payloads: so much is taken in by one transaction, which everybody else waits for. */
const BATCH_BYTES = 256 * 1024;
const BATCH_MESSAGES = 200;
const OTHER_MAKES = '';

/**
 * Messages that were read and aren't committed yet. Devices take turns, so that one that brings the backlog of a day doesn't keep the others
 * waiting. A native device's messages stay in their order, and so do those of all other makes together: what one topic says may explain another.
 */
export class ReadAhead {
  private readonly lines = new Map<string, WaitingMessage[]>();
  private waitingBytes = 0;

  get isFull(): boolean {
    return this.waitingBytes >= MAX_WAITING_BYTES;
  }

  get isEmpty(): boolean {
    return this.lines.size === 0;
  }

  put(waiting: WaitingMessage): void {
    const { topic, payload } = waiting.message;
    const name = parseTopic(topic) ? topic : OTHER_MAKES;
    const line = this.lines.get(name);
    if (line) line.push(waiting);
    else this.lines.set(name, [waiting]);
    this.waitingBytes += payload.byteLength;
  }

  /** @returns the next ones for one transaction, at least one if any waits */
  next(): WaitingMessage[] {
    const batch: WaitingMessage[] = [];
    let bytes = 0;
    while (bytes < BATCH_BYTES && batch.length < BATCH_MESSAGES) {
      const waiting = this.takeTurn();
      if (!waiting) break;
      batch.push(waiting);
      bytes += waiting.message.payload.byteLength;
    }
    this.waitingBytes -= bytes;
    return batch;
  }

  clear(): void {
    this.lines.clear();
    this.waitingBytes = 0;
  }

  private takeTurn(): WaitingMessage | null {
    const [name, line] = this.lines.entries().next().value ?? [];
    const waiting = line?.shift();
    if (name === undefined || !line || !waiting) return null;
    this.lines.delete(name);
    if (line.length > 0) this.lines.set(name, line);
    return waiting;
  }
}
