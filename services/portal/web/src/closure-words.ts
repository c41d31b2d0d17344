import type { StationClosure } from './api-types';
import type { Words } from './messages/words';

type Span = Pick<StationClosure, 'from' | 'until'>;

/** `inntil videre`, `til mandag kl. 08.00`, `fra i morgen kl. 08.00 til fredag kl. 16.00` */
export function closureTime({ from, until }: Span, now: number, words: Words): string {
  const end = until === null ? null : words.when(until, now);
  if (Date.parse(from) <= now) {
    return end === null ? words.text('closure.indefinitely') : words.text('closure.until', { until: end });
  }
  const start = words.when(from, now);
  if (end === null) return words.text('closure.from-indefinitely', { from: start });
  return words.text('closure.from-until', { from: start, until: end });
}
