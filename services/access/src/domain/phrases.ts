const DAY_MS = 86_400_000;

/**
 * An instant as a Norwegian would say it, seen from `now`: `kl. 18.00`, `i morgen kl. 11.00`, `mandag kl. 11.00`,
 * `mandag 4. januar kl. 11.00`; in the station's zone.
 */
export function openingPhrase(at: Date, now: Date, timeZone: string): string {
  const time = `kl. ${format(at, timeZone, { hour: '2-digit', minute: '2-digit' }).replace(':', '.')}`;
  const daysAhead = Math.round((midnight(at, timeZone) - midnight(now, timeZone)) / DAY_MS);
  if (daysAhead === 0) return time;
  if (daysAhead === 1) return `i morgen ${time}`;
  const weekday = format(at, timeZone, { weekday: 'long' });
  if (daysAhead > 1 && daysAhead < 7) return `${weekday} ${time}`;
  return `${format(at, timeZone, { weekday: 'long', day: 'numeric', month: 'long' })} ${time}`;
}

function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('nb-NO', { timeZone, ...options }).format(at);
}

/** The local date as a number of days; only differences mean something. */
function midnight(at: Date, timeZone: string): number {
  return Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at));
}
