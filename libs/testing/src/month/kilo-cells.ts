/** Grams by `<local date> <station> <stream> <fraction> in|out`; what is nothing has no cell. */
export class KiloCells {
  private readonly grams = new Map<string, number>();

  /** @param signedGrams + into the container, − out of it */
  add(place: { localDate: string; stationId: string; stream: string; fraction: string }, signedGrams: number): void {
    this.addTo(place, signedGrams < 0 ? 'out' : 'in', Math.abs(signedGrams));
  }

  /** @param grams may be negative: what is taken off what was there */
  addTo(
    { localDate, stationId, stream, fraction }: Parameters<KiloCells['add']>[0],
    direction: 'in' | 'out',
    grams: number,
  ): void {
    const cell = [localDate, stationId, stream, fraction, direction].join(' ');
    const sum = (this.grams.get(cell) ?? 0) + grams;
    if (sum === 0) this.grams.delete(cell);
    else this.grams.set(cell, sum);
  }

  get size(): number {
    return this.grams.size;
  }

  /** `<cell>: <grams>`, in order, so that two can be held against each other. */
  lines(): string[] {
    return [...this.grams].map(([cell, grams]) => `${cell}: ${grams}`).toSorted();
  }
}
