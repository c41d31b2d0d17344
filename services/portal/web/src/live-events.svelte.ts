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

/** Calls `changed` soon after news from the server, at most once a second, and after each (re)connection. */
export class LiveEvents {
  connected = $state(false);
  #source: EventSource | null = null;
  #pending: ReturnType<typeof setTimeout> | undefined;
  #reconnect: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  /** @returns a function that stops listening. */
  start(): () => void {
    this.#open();
    return () => {
      clearTimeout(this.#pending);
      clearTimeout(this.#reconnect);
      this.#source?.close();
    };
  }

  #open(): void {
    const source = new EventSource('/api/events');
    this.#source = source;
    source.onopen = () => {
      this.connected = true;
      this.#soon();
    };
    source.onerror = () => {
      this.connected = false;
      if (source.readyState === EventSource.CLOSED) this.#reconnect = setTimeout(() => this.#open(), RECONNECT_MS);
    };
    for (const type of LIVE_EVENTS) source.addEventListener(type, () => this.#soon());
  }

  #soon(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.changed();
    }, AT_MOST_EVERY_MS);
  }
}
