/** Local times `HH:MM` between which nobody wants to be called; `from` after `to` passes midnight, equal ones are no time at all. */
export interface QuietHours {
  from: string;
  to: string;
}

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * When a quiet time that holds at `now` is over, or null when none does. Where the clocks change meanwhile it is an hour off,
 * and whoever asks again then gets the rest.
 */
export function quietUntil({ from, to }: QuietHours, now: Date, timeZone: string): Date | null {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const local = minutesOf(new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(now));
  const lengthMinutes = (end - start + DAY_MINUTES) % DAY_MINUTES;
  const intoMinutes = (local - start + DAY_MINUTES) % DAY_MINUTES;
  if (intoMinutes >= lengthMinutes) return null;
  const thisMinuteMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return new Date(thisMinuteMs + (lengthMinutes - intoMinutes) * MINUTE_MS);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
