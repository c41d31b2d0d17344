import { type BootNews } from './boot-news';
import { type IncomingReading } from './incoming-readings';
import { DAY_MS } from './reading-days';

/** Where and when news is, of one container and UTC day; both ends included, by corrected time. */
export interface NewsSpan {
  stationId: string;
  containerId: string;
  from: Date;
  until: Date;
  /** Of the readings that tell a weight; null when none does. */
  lowestGrams: number | null;
  highestGrams: number | null;
}

/** A span for each container and UTC day: a backlog is weighed day by day. In the order in which every transaction marks them. */
export function spansOf(
  boots: readonly { scale: Pick<NewsSpan, 'stationId' | 'containerId'>; news: BootNews }[],
): NewsSpan[] {
  const spans = new Map<string, NewsSpan>();
  for (const { scale, news } of boots) {
    for (const { readings, clockCorrectionMs } of news.fresh) {
      for (const reading of readings) {
        const at = new Date(reading.at.getTime() + clockCorrectionMs);
        const key = `${scale.stationId}/${scale.containerId}/${Math.floor(at.getTime() / DAY_MS)}`;
        const span = spans.get(key) ?? emptySpan(scale, at);
        extend(span, at, reading);
        spans.set(key, span);
      }
    }
  }
  return [...spans].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, span]) => span);
}

function emptySpan({ stationId, containerId }: Pick<NewsSpan, 'stationId' | 'containerId'>, at: Date): NewsSpan {
  return { stationId, containerId, from: at, until: at, lowestGrams: null, highestGrams: null };
}

function extend(span: NewsSpan, at: Date, reading: IncomingReading): void {
  if (at < span.from) span.from = at;
  if (at > span.until) span.until = at;
  const grams = reading.status === 'ok' ? (reading.untaredGrams ?? reading.grams) : null;
  if (grams === null) return;
  span.lowestGrams = Math.min(span.lowestGrams ?? grams, grams);
  span.highestGrams = Math.max(span.highestGrams ?? grams, grams);
}
