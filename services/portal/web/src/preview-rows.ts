import type { HoursPreview } from './api-types';
import { hoursByDay, spansText } from './hours-by-day';

export interface PreviewRow {
  date: string;
  before: string;
  after: string;
  changed: boolean;
}

/** Every day of the range, also those that the server doesn't list because nothing changes. */
export function previewRows(preview: HoursPreview, range: { from: string; days: number }): PreviewRow[] {
  return hoursByDay(preview.intervals, range).map(({ date, spans }) => {
    const change = preview.changes.find((candidate) => candidate.date === date);
    const oneDay = { from: date, days: 1 };
    const after = spansText(change ? (hoursByDay(change.after, oneDay)[0]?.spans ?? []) : spans);
    const before = change ? spansText(hoursByDay(change.before, oneDay)[0]?.spans ?? []) : after;
    return { date, before, after, changed: before !== after };
  });
}
