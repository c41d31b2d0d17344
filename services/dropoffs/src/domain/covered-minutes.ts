const MINUTE_MS = 60_000;
const MINUTES = 60;

/**
 * The minutes of an hour in which a scale is known to have worked: those that one of its readings lies in, and those between
 * two readings that are no further apart than a working scale may be silent.
 * @param readingsMs the instants of its good readings, in order; also those just before and after the hour
 * @returns 60 bits as 15 hexadecimal digits; the first one is the hour's first minute
 */
export function coveredMinutes(readingsMs: readonly number[], hourMs: number, silenceMs: number): string {
  const covered = new Array<boolean>(MINUTES).fill(false);
  const minuteOf = (ms: number): number => Math.floor((ms - hourMs) / MINUTE_MS);
  readingsMs.forEach((atMs, index) => {
    const before = readingsMs[index - 1];
    const from = before !== undefined && atMs - before <= silenceMs ? before : atMs;
    covered.fill(true, within(minuteOf(from)), within(minuteOf(atMs) + 1));
  });
  const bits = covered.map((each) => (each ? '1' : '0')).join('');
  return Array.from({ length: MINUTES / 4 }, (_each, digit) => hexDigit(bits.slice(4 * digit, 4 * digit + 4))).join('');
}

function within(minute: number): number {
  return Math.min(Math.max(minute, 0), MINUTES);
}

function hexDigit(fourBits: string): string {
  return Number.parseInt(fourBits, 2).toString(16);
}
