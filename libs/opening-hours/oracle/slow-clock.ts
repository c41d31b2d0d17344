const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** A zone's wall clock, read from Intl. */
export class SlowClock {
  private readonly formatter: Intl.DateTimeFormat;
  private readonly known = new Map<string, number>();

  constructor(timeZone: string) {
    this.formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  }

  /** The first instant at which the clock shows a time; one that is skipped is read with the offset before the change. */
  instantOf(date: string, minutes: number): number {
    const key = `${date} ${minutes}`;
    const known = this.known.get(key) ?? this.read(Date.parse(`${date}T00:00Z`) + minutes * MINUTE_MS);
    this.known.set(key, known);
    return known;
  }

  private read(wall: number): number {
    const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => this.shownAt(near) - near);
    const readings = offsets.map((offset) => wall - offset);
    const showing = readings.filter((reading) => this.shownAt(reading) === wall);
    return showing.length > 0 ? Math.min(...showing) : (readings[0] ?? NaN);
  }

  /** What the clock shows, as if it were UTC. */
  private shownAt(instant: number): number {
    return Date.parse(`${this.formatter.format(instant).replace(' ', 'T')}Z`);
  }
}
