import type { StationSummary } from './api-types';
import { clockFromNow, whenFromNow } from './format/time';

export interface StatusWords {
  open: boolean;
  /** `Åpent nå til kl. 18.00` or `Stengt nå` */
  headline: string;
  /** Why it is closed. */
  why: string | null;
  /** `Åpner mandag kl. 11.00` */
  next: string | null;
}

type Status = Pick<StationSummary, 'open' | 'until' | 'reason' | 'nextOpening'>;

/**
 * Words for residents. An answer that is older than its own `until` is not believed: nobody is told that a station is
 * open because the page couldn't be refreshed.
 */
export function statusWords(station: Status, now: number): StatusWords {
  const { open, until } = station;
  if (open && until !== null && Date.parse(until) <= now) {
    return { open: false, headline: `Åpent til ${clockFromNow(until, now)}`, why: 'Åpningstiden er over.', next: null };
  }
  if (open) {
    const headline = until === null ? 'Åpent nå, døgnet rundt' : `Åpent nå til ${clockFromNow(until, now)}`;
    return { open, headline, why: null, next: null };
  }
  return { open, headline: 'Stengt nå', why: station.reason?.nb ?? null, next: nextOpening(station, now) };
}

function nextOpening({ nextOpening: instant, reason }: Status, now: number): string {
  if (instant === null) {
    return reason?.code === 'closure' ? 'Stengt inntil videre' : 'Det er ikke satt opp noen åpningstid det neste året';
  }
  return Date.parse(instant) > now ? `Åpner ${whenFromNow(instant, now)}` : 'Skal åpne nå. Henter siste nytt …';
}
