/** Types of the events that change what the figures' page shows. */
export const LIVE_EVENTS = [
  'message',
  'dropoffs.drop-off.recorded.v1',
  'access.door.unlocked.v1',
  'access.attempt.refused.v1',
  'access.visit.opened.v1',
  'access.visit.closed.v1',
];
const AT_MOST_EVERY_MS = 1000;
const RECONNECT_MS = 10_000;
/** The read model counts a fact a little after the feed has told it. */
const SETTLED_MS = 4000;

/**
 * Calls `changed` soon after news from the server, at most once a second, once more when it has been quiet for some seconds, and after
 * each (re)connection.
 */
export class LiveEvents {
  connected = $state(false);
  #source: EventSource | null = null;
  /** When the connection was lost, in epoch milliseconds; null while it stands, and before it first stood. */
  lostAt = $state<number | null>(null);
  #pending: ReturnType<typeof setTimeout> | undefined;
  #settled: ReturnType<typeof setTimeout> | undefined;
  #reconnect: ReturnType<typeof setTimeout> | undefined;

  /** @param query which stations' news, as `station=trosterud`; all without */
  constructor(
    private readonly changed: () => void,
    private readonly query = '',
  ) {}

  /** @returns a function that stops listening. */
  start(): () => void {
    this.#open();
    return () => {
      clearTimeout(this.#pending);
      clearTimeout(this.#settled);
      clearTimeout(this.#reconnect);
      this.#source?.close();
    };
  }

  #open(): void {
    const source = new EventSource(this.query ? `/api/events?${this.query}` : '/api/events');
    this.#source = source;
    source.onopen = () => {
      this.connected = true;
      this.lostAt = null;
      this.#soon();
    };
    source.onerror = () => {
      if (this.connected) this.lostAt = Date.now();
      this.connected = false;
      if (source.readyState === EventSource.CLOSED) this.#reconnect = setTimeout(() => this.#open(), RECONNECT_MS);
    };
    for (const type of LIVE_EVENTS) source.addEventListener(type, () => this.#soon());
  }

  #soon(): void {
    clearTimeout(this.#settled);
    this.#settled = setTimeout(this.changed, SETTLED_MS);
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.changed();
    }, AT_MOST_EVERY_MS);
  }
}
