/** Connections that the broker takes and then ends, so many within this time, are no ordinary outage. */
const ENDS = 4;
const WITHIN_MS = 60_000;

/**
 * Notices that our session at the broker is taken from us again and again: another client has our id. MQTT 3.1.1 tells nobody why a
 * connection ends, and a broker that restarts over and over looks the same; MQTT 5 says it (`told`). Times in epoch milliseconds.
 */
export class ContestedSession {
  private endsMs: number[] = [];

  /** A connection that had been accepted has ended. */
  ended(atMs: number): void {
    this.endsMs = [...this.endsMs, atMs].slice(-ENDS);
  }

  /** The broker said that another client took the session over. */
  told(atMs: number): void {
    this.endsMs = Array.from({ length: ENDS }, () => atMs);
  }

  isContested(nowMs: number): boolean {
    const [first] = this.endsMs;
    return this.endsMs.length === ENDS && first !== undefined && nowMs - first <= WITHIN_MS;
  }
}
