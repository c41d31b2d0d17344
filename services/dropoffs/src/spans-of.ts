import { type BootNews } from './boot-news';

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
    const { stationId, containerId } = scale;
    for (const reading of news.fresh) {
      const at = reading.correctedAt;
      const key = `${stationId}/${containerId}/${at.toISOString().slice(0, 10)}`;
      const span = spans.get(key) ?? {
        stationId,
        containerId,
        from: at,
        until: at,
        lowestGrams: null,
        highestGrams: null,
      };
      if (at < span.from) span.from = at;
      if (at > span.until) span.until = at;
      const grams = reading.status === 'ok' ? (reading.untaredGrams ?? reading.grams) : null;
      if (grams !== null) {
        span.lowestGrams = Math.min(span.lowestGrams ?? grams, grams);
        span.highestGrams = Math.max(span.highestGrams ?? grams, grams);
      }
      spans.set(key, span);
    }
  }
  return [...spans].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, span]) => span);
}
