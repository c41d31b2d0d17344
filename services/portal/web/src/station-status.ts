import type { LocalText, StationSummary } from './api-types';
import { NORWEGIAN_WORDS, type Words } from './messages/words';

export interface StatusWords {
  /** `planned`: it should be open, but what we know is too old to promise it. */
  state: 'open' | 'planned' | 'closed';
  /** `Åpent nå til kl. 18.00` or `Stengt nå` */
  headline: string;
  /** Why it is closed; with both languages when staff or the rules wrote it. */
  why: string | LocalText | null;
  /** `Åpner mandag kl. 11.00` */
  next: string | null;
}

type Status = Pick<StationSummary, 'open' | 'until' | 'reason' | 'nextOpening'>;

interface Knowledge {
  now: number;
  /** When the server said so; epoch milliseconds, as `now`. */
  knownAt?: number;
}

/** A closure may come at any time; the page asks every half minute. */
const FRESH_MS = 120_000;

/**
 * Words for residents. An answer that is older than its own `until` is not believed, and an old one never says open without
 * saying that it is the plan: nobody is told that a station is open because the page couldn't be refreshed.
 */
export function statusWords(station: Status, { now, knownAt = now }: Knowledge, words = NORWEGIAN_WORDS): StatusWords {
  const fresh = now - knownAt <= FRESH_MS;
  if (!station.open) return closedWords(station, { now, fresh }, words);
  const { until } = station;
  if (until === null) {
    const headline = words.text(fresh ? 'status.open-always' : 'status.planned-always');
    return { state: fresh ? 'open' : 'planned', headline, why: null, next: null };
  }
  const time = words.clock(until, now);
  if (Date.parse(until) <= now) {
    const headline = words.text('status.was-open', { time });
    return { state: 'closed', headline, why: words.text('status.over'), next: null };
  }
  const headline = words.text(fresh ? 'status.open-until' : 'status.planned-until', { time });
  return { state: fresh ? 'open' : 'planned', headline, why: null, next: null };
}

function closedWords(station: Status, knowledge: { now: number; fresh: boolean }, words: Words) {
  const { reason } = station;
  const headline = words.text(knowledge.fresh ? 'status.closed' : 'status.was-closed');
  return {
    state: 'closed',
    headline,
    why: reasonWords(reason, words),
    next: nextOpening(station, knowledge, words),
  } as const;
}

/** The reasons that say no more than their code are translated; a comment of the hours or of staff is kept. */
function reasonWords(reason: Status['reason'], words: Words): string | LocalText | null {
  const code = reason?.code;
  const saysNoMore = (code === 'outside_hours' || code === 'hours_unknown') && !reason?.en.includes(':');
  return saysNoMore ? words.text(`reason.${code}`) : reason;
}

function nextOpening(
  { nextOpening: instant, reason }: Status,
  { now, fresh }: { now: number; fresh: boolean },
  words: Words,
): string {
  if (instant === null)
    return words.text(reason?.code === 'closure' ? 'status.closed-indefinitely' : 'status.no-opening');
  const time = words.when(instant, now);
  if (Date.parse(instant) > now) return words.text('status.opens', { time });
  return fresh ? words.text('status.opens-now') : words.text('status.should-have-opened', { time });
}
