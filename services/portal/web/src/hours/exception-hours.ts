import { parseOpeningHours, printOpeningHours } from '@selvbetjent/opening-hours';
import { clockText } from './clock-text';
import type { TimeSpan } from './edited-week';

/** The hours text of a single date; no spans: closed. */
export function hoursOfSpans(spans: readonly TimeSpan[]): string {
  if (spans.length === 0) return 'off';
  const times = spans.map(({ start, end }) => `${clockText(start)}-${clockText(end)}`).join(',');
  return printOpeningHours(parseOpeningHours(times));
}
